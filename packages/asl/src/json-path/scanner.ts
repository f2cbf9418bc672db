import { PathSyntaxError } from './syntax.ts';

/** Reads a text from left to right. */
export class Scanner {
  readonly text: string;
  at: number;
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The character at hand, or '' at the end. */
  get char(): string {
    return this.text.charAt(this.at);
  }

  /** Steps over `expected` if it stands here. */
  took(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  need(expected: string): void {
    if (!this.took(expected)) throw this.wrong(`expected ${expected}`);
  }

  blanks(): void {
    while (' \t\r\n'.includes(this.char) && !this.ended) this.at++;
  }

  /** All characters from here on that are none of `stops`. */
  until(stops: string): string {
    const start = this.at;
    while (!this.ended && !stops.includes(this.char)) this.at++;
    return this.text.slice(start, this.at);
  }

  /** A whole number with an optional minus, or null when none stands here. */
  integer(): number | null {
    const start = this.at;
    this.took('-');
    const digits = this.at;
    while (this.char >= '0' && this.char <= '9') this.at++;
    if (this.at === digits) {
      this.at = start;
      return null;
    }
    const number = Number(this.text.slice(start, this.at));
    if (!Number.isSafeInteger(number)) throw this.wrong('the number is too large', start);
    return number === 0 ? 0 : number;
  }

  /**
   * A text in single or double quotes. A backslash stands before the quote or another backslash; before anything else it stands for
   * itself, as in names on AWS.
   */
  quoted(): string {
    const start = this.at;
    const quote = this.char;
    this.at++;
    let text = '';
    for (;;) {
      text += this.until(`${quote}\\`);
      if (this.ended) throw this.wrong('the quotes are not closed', start);
      if (this.took(quote)) return text;
      this.at++;
      if (this.took(quote)) text += quote;
      else {
        this.took('\\');
        text += '\\';
      }
    }
  }

  wrong(what: string, at = this.at): PathSyntaxError {
    return new PathSyntaxError(`'${this.text}' is no path: ${what} at position ${at}.`, at);
  }
}
