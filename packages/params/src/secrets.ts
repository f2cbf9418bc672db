const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, 'a private key'],
  [/(?:password|passwd|pwd|secret_?access_?key|client_?secret|api[_-]?key|access[_-]?token)["']?\s{0,4}[=:]\s{0,4}["']?[^\s"'{$;,&]/i, 'a password'],
  // An ARN has `secret:` too, so that a colon counts behind a quoted key only. Small numbers are settings, such as a number of tokens.
  [/(?:token|secret)(?:["']\s{0,4}:|["']?\s{0,4}=)\s{0,4}["']?(?!\d{1,6}\b)[^\s"'{$;,&]/i, 'a token'],
  [/:\/\/[^\s/:@]{1,200}:[^\s/:@]{1,200}@/, 'an address with a password'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}/, 'an access token'],
  [/\bgithub_pat_[A-Za-z0-9_]{20}/, 'an access token'],
  [/\bglpat-[A-Za-z0-9_-]{20}/, 'an access token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10}/, 'an access token'],
  [/\bnpm_[A-Za-z0-9]{36}/, 'an access token'],
  [/\b[sr]k_(?:live|test)_[A-Za-z0-9]{10}/, 'a key of a payment service'],
  [/\bAIza[A-Za-z0-9_-]{35}/, 'an API key'],
  [/\beyJ[A-Za-z0-9_-]{8,1000}\.eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8}/, 'a signed token (JWT)'],
];
// The secret half of an AWS key: 40 characters of base64, of every kind.
const SECRET_KEY = /^(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}\d)[A-Za-z0-9/+]{40}$/;

/**
 * What kind of secret a text looks like, or null. Lists and JSON are looked at item by item. It errs on both sides: it is a guard
 * against accidents.
 */
export function secretIn(text: string): string | null {
  const sign = SIGNS.find(([pattern]) => pattern.test(text))?.[1];
  if (sign !== undefined) return sign;
  return text.split(/[\s,;"'=\\[\]{}]+/).some((piece) => SECRET_KEY.test(piece)) ? 'a secret access key' : null;
}

/** Does a name say that its value is a secret? */
export function namesSecret(name: string): boolean {
  return /(?:pass(?:word|wd|phrase)|pwd|secret|token|credentials?|(?:api|access|private)_?key)$/i.test(name);
}

/** What kind of secret the value of a parameter is: by what it looks like, or for text by the parameter's name. */
export function secretOf(name: string, type: string, text: string): string | null {
  return secretIn(text) ?? (type === 'string' && text !== '' && namesSecret(name) ? 'a secret, by the name of the parameter' : null);
}

/** What to do instead. */
export const SECRET_HINT = 'Arguments are logged and shown: keep the secret in Secrets Manager and pass its name as a parameter of type secret. If it is one, change it now.';
