"""Check digits and registered lengths of Dutch and bank numbers.

Sources: the 11-test of the burgerservicenummer (Logisch Ontwerp BSN, RvIG: weights 9 to 2, the last digit
-1); ISO 13616 and the SWIFT IBAN Registry (lengths; mod 97-10 of ISO 7064).
"""

# The SWIFT registry, and what of Africa and Iran is in use beside it.
_IBAN_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL FK", 19: "MK SI",
    20: "AT BA EE KZ LT LU XK MN", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG DZ",
    25: "LY PT ST AO CV MZ", 26: "IS TR IR", 27: "BI DJ FR GR IT MC MR SM CF CG CM GA GQ KM MG TD",
    28: "AL AZ BY CY DO GT HU LB NI PL SV SN TG BF BJ CI ML MA NE HN SD", 29: "BR EG PS QA UA",
    30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
IBAN_LENGTHS = {country: length for length, all_of in _IBAN_LENGTHS.items() for country in all_of.split()}
IBAN_LENGTHS["SD"] = 18


def is_bsn(digits: str) -> bool:
    """Whether 8 or 9 digits are a valid burgerservicenummer.

    >>> is_bsn("123456782"), is_bsn("12345672"), is_bsn("123456783"), is_bsn("000000000")
    (True, True, False, False)
    """
    if len(digits) not in (8, 9) or not digits.strip("0"):
        return False
    numbers = [int(digit) for digit in digits.zfill(9)]
    total = sum(weight * number for weight, number in zip(range(9, 1, -1), numbers[:8], strict=True))
    return (total - numbers[8]) % 11 == 0


def is_iban(iban: str) -> bool:
    """Whether an IBAN without spaces has the length of its country and the right check digits.

    >>> is_iban("NL91ABNA0417164300"), is_iban("NL92ABNA0417164300"), is_iban("nl91abna0417164300")
    (True, False, True)
    """
    iban = iban.upper()
    if IBAN_LENGTHS.get(iban[:2]) != len(iban) or not (iban.isascii() and iban.isalnum()):
        return False
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1
