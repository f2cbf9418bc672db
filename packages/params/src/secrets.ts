const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/, 'a private key'],
  [/(?:password|passwd|pwd|secret_?access_?key|client_?secret|api[_-]?key|access[_-]?token)["']?\s{0,4}[=:]\s{0,4}["']?[^\s"'{$;,&]/i, 'a password'],
  [/:\/\/[^\s/:@]{1,200}:[^\s/:@]{1,200}@/, 'an address with a password'],
  [/\bgh[pousr]_[A-Za-z0-9]{36}/, 'an access token'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10}/, 'an access token'],
  // The secret half of an AWS key: 40 characters of base64, of every kind.
  [/^(?=.{0,39}[a-z])(?=.{0,39}[A-Z])(?=.{0,39}\d)[A-Za-z0-9/+]{40}$/, 'a secret access key'],
];

/** What kind of secret a text looks like, or null. It errs on both sides: it is a guard against accidents. */
export function secretIn(text: string): string | null {
  return SIGNS.find(([sign]) => sign.test(text))?.[1] ?? null;
}

/** What to do instead. */
export const SECRET_HINT = 'Arguments are logged and shown: keep the secret in Secrets Manager and pass its name as a parameter of type secret. If it is one, change it now.';
