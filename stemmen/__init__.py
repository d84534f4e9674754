"""From interview transcripts to a themed report with traceable quotes.

>>> import stemmen
>>> stemmen.Role.RESPONDENT.value
'respondent'
"""

from stemmen.codebook import Code, Codebook, Rule
from stemmen.coding import Coding, Method, Valence
from stemmen.demo import sample_study
from stemmen.errors import StemmenError
from stemmen.preview import Preview, preview_file
from stemmen.study import Study, open_study
from stemmen.transcript import Role, Segment, Transcript, Turn

__all__ = [
    "Code",
    "Codebook",
    "Coding",
    "Method",
    "Preview",
    "Role",
    "Rule",
    "Segment",
    "StemmenError",
    "Study",
    "Transcript",
    "Turn",
    "Valence",
    "open_study",
    "preview_file",
    "sample_study",
]
