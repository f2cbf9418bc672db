"""Rules of parameters: lengths, bounds, patterns, and texts that look like secrets."""

import re
import sys
import unicodedata

# In UTF-16 units: the longest text that a pattern is tried on.
LONGEST_MATCHED = 4096
NOT_SPACES = "\x00-\x08\x0e-\x1f!-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff"


def broken(declaration, value):
    """Which rule a value of the right type breaks, as the end of a sentence, or None."""
    if is_number(value):
        if "min" in declaration and value < declaration["min"]:
            return "must be at least " + js_number(declaration["min"])
        return "must be at most " + js_number(declaration["max"]) if "max" in declaration and value > declaration["max"] else None
    if not isinstance(value, str):
        return None
    if "minLength" in declaration and len(value) < declaration["minLength"]:
        return "must have at least %s characters" % js_number(declaration["minLength"])
    if "maxLength" in declaration and len(value) > declaration["maxLength"]:
        return "must have at most %s characters" % js_number(declaration["maxLength"])
    pattern = declaration.get("pattern")
    if pattern is None or (units(value) <= LONGEST_MATCHED and matches(pattern, value)):
        return None
    return "must match the pattern " + pattern


def matches(pattern, text):
    try:
        return re.fullmatch("(?:" + python_pattern(pattern) + ")", text, re.ASCII) is not None
    except Untranslated:
        # Checked where the run was started by Millrace; here a name of a script of Unicode says nothing.
        return True


class Untranslated(Exception):
    """A pattern of JavaScript that Python has no word for."""


PIECE = re.compile(r"\\u\{[0-9A-Fa-f]+\}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|\\c[A-Za-z]|\\[pP]\{[^}]*\}|\\.|.", re.DOTALL)


def python_pattern(pattern):
    """The same pattern in Python's words, to be used with re.ASCII."""
    result, within, first = [], False, False
    pieces = joined(PIECE.findall(pattern))
    for at, piece in enumerate(pieces):
        if within:
            text, within = in_set(piece, first)
            first = False
        elif piece == "[":
            negated = pieces[at + 1] == "^"
            empty = pieces[at + 1 + negated] == "]"
            text, within, first = ("(?!)" if not negated else "(?s:.)") if empty else "[", not empty, True
            if empty:
                pieces[at + 1] = pieces[at + 1 + negated] = ""
        else:
            text = outside_set(piece)
        result.append(text)
    return "".join(result)


def joined(pieces):
    """A pair of \\u escapes that make one character becomes that character."""
    whole = []
    for piece in pieces:
        high = code_of(whole[-1]) if whole and whole[-1][:2] == "\\u" and "{" not in whole[-1] else None
        low = code_of(piece) if piece[:2] == "\\u" and "{" not in piece else None
        if high is not None and low is not None and 0xD800 <= high < 0xDC00 <= low < 0xE000:
            whole[-1] = "\\u{%X}" % (0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
        else:
            whole.append(piece)
    return whole


def code_of(piece):
    """The character that an escape stands for, or None."""
    if piece[:2] in ("\\u", "\\x") and len(piece) > 3:
        return int(piece[2:].strip("{}"), 16)
    if piece[:2] == "\\c" and len(piece) == 3:
        return ord(piece[2]) % 32
    return {"\\0": 0, "\\t": 9, "\\n": 10, "\\v": 11, "\\f": 12, "\\r": 13}.get(piece)


def outside_set(piece):
    if code_of(piece) is not None:
        return re.escape(chr(code_of(piece)))
    if piece[:2] in ("\\p", "\\P"):
        return "[" + category(piece) + "]"
    words = {".": "[^\n\r\u2028\u2029]", "$": r"\Z", "^": r"\A", "\\s": "[" + SPACES + "]", "\\S": "[^" + SPACES + "]", "\\/": "/", "\\-": "-"}
    return words.get(piece, piece)


def in_set(piece, first):
    """A piece between brackets, and whether the set goes on."""
    if piece == "]":
        return "]", False
    if code_of(piece) is not None:
        return re.escape(chr(code_of(piece))), True
    if piece[:2] in ("\\p", "\\P"):
        return category(piece), True
    words = {"\\s": SPACES, "\\S": NOT_SPACES, "\\b": "\\x08", "\\/": "/"}
    if piece in words:
        return words[piece], True
    # Python keeps these for sets of sets.
    return ("\\" + piece if piece in ("[", "&", "|", "~") or (piece == "^" and not first) else piece), True


CATEGORIES = {}


def category(piece):
    """The characters of a general category, as what stands between brackets."""
    name = piece[3:-1]
    name = name.split("=", 1)[1] if name.startswith(("gc=", "General_Category=")) else name
    name = {"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Number": "N", "Decimal_Number": "Nd", "Punctuation": "P", "Symbol": "S", "Mark": "M", "Separator": "Z"}.get(name, name)
    if not re.fullmatch(r"[LMNPSZC][a-z]?", name):
        raise Untranslated(piece)
    if (piece[1], name) not in CATEGORIES:
        inside = [unicodedata.category(chr(one)).startswith(name) != (piece[1] == "P") for one in range(sys.maxunicode + 1)]
        CATEGORIES[(piece[1], name)] = "".join(ranges(inside))
    return CATEGORIES[(piece[1], name)]


def ranges(inside):
    start = None
    for code, member in enumerate([*inside, False]):
        if member and start is None:
            start = code
        elif not member and start is not None:
            yield "\\U%08x-\\U%08x" % (start, code - 1)
            start = None


SIGNS = (
    (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", 0, "an AWS access key"),
    (r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----", 0, "a private key"),
    (
        r"(?:password|passwd|pwd|secret_?access_?key|client_?secret|api[_-]?key|access[_-]?token)"
        r"""["']?\s{0,4}[=:]\s{0,4}["']?[^\s"'{$;,&]""",
        re.IGNORECASE,
        "a password",
    ),
    (
        r"""(?:token|secret)(?:["']\s{0,4}:|["']?\s{0,4}=)\s{0,4}["']?(?!\d{1,6}\b)[^\s"'{$;,&]""",
        re.IGNORECASE,
        "a token",
    ),
    (r":\/\/[^\s/:@]{1,200}:[^\s/:@]{1,200}@", 0, "an address with a password"),
    (r"\bgh[pousr]_[A-Za-z0-9]{36}", 0, "an access token"),
    (r"\bgithub_pat_[A-Za-z0-9_]{20}", 0, "an access token"),
    (r"\bglpat-[A-Za-z0-9_-]{20}", 0, "an access token"),
    (r"\bxox[abprs]-[A-Za-z0-9-]{10}", 0, "an access token"),
    (r"\bnpm_[A-Za-z0-9]{36}", 0, "an access token"),
    (r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{10}", 0, "a key of a payment service"),
    (r"\bAIza[A-Za-z0-9_-]{35}", 0, "an API key"),
    (r"\beyJ[A-Za-z0-9_-]{8,1000}\.eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8}", 0, "a signed token (JWT)"),
)

# The secret half of an AWS key: 40 characters of base64, of every kind.
SECRET_KEY = re.compile(r"(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}[0-9])[A-Za-z0-9/+]{40}")
BETWEEN_ITEMS = r"""[\s,;"'=\\[\]{}]+"""


def secret_in(text):
    """What kind of secret a text looks like, or None: a guard against accidents, since arguments are logged and shown."""
    for sign, flags, kind in SIGNS:
        if re.search(python_pattern(sign), text, re.ASCII | flags):
            return kind
    pieces = re.split(python_pattern(BETWEEN_ITEMS), text)
    return "a secret access key" if any(SECRET_KEY.fullmatch(piece) for piece in pieces) else None
