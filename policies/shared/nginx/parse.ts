import { remembered } from "../remembered";

/** A directive of nginx, for example `ssl_protocols TLSv1.2 TLSv1.3;` or `location / { … }`. */
export interface Directive {
  readonly name: string;
  /** Without quotes. */
  readonly parameters: readonly string[];
  /** Line of its name, from 1. */
  readonly line: number;
  /** What stands in its braces; undefined for one without. */
  readonly body: readonly Directive[] | undefined;
}

/** A word, or one of the characters that end it. */
interface Token {
  readonly text: string;
  readonly kind: "word" | "mark";
  readonly line: number;
}

/** Space, comments, texts in quotes, marks, and words; a brace behind `$` or inside of a word is a part of it. */
const token =
  /(?<space>\s+|#[^\n]*)|"(?<double>(?:\\.|[^"\\])*)"|'(?<single>(?:\\.|[^'\\])*)'|(?<mark>[{};])|(?<word>(?:\\.|\$\{[^}\s]*\}|[^\s;{\\])+)|./gsu;

/**
 * Reads a configuration of nginx. Only its form: what nginx would refuse is read as far as it goes, and
 * blocks in another language (Lua) as if they were nginx's.
 */
export const parseNginx = remembered(
  (text: string): readonly Directive[] => block(tokens(text), 0).body,
);

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let line = 1;
  for (const { 0: whole, groups = {} } of text.matchAll(token)) {
    const { space, mark, double, single, word } = groups;
    const value = double ?? single;
    if (mark !== undefined) found.push({ text: mark, kind: "mark", line });
    else if (value !== undefined) found.push({ text: unescaped(value), kind: "word", line });
    else if (word !== undefined) found.push({ text: word, kind: "word", line });
    else if (space === undefined) found.push({ text: whole, kind: "word", line });
    line += whole.split("\n").length - 1;
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/\\(["'\\])/g, "$1");
}

/** The directives from a position up to the brace that closes them, and where that is. */
function block(
  all: readonly Token[],
  start: number,
): { readonly body: readonly Directive[]; readonly end: number } {
  const body: Directive[] = [];
  let words: Token[] = [];
  let at = start;
  const finish = (inner: readonly Directive[] | undefined): void => {
    const [first, ...rest] = words;
    words = [];
    if (first === undefined) return;
    const parameters = rest.map(({ text }) => text);
    body.push({ name: first.text, parameters, line: first.line, body: inner });
  };
  for (; at < all.length; at += 1) {
    const one = all[at];
    if (one?.kind === "word") words.push(one);
    else if (one?.text === ";") finish(undefined);
    else if (one?.text === "}") break;
    else {
      const inner = block(all, at + 1);
      finish(inner.body);
      at = inner.end;
    }
  }
  finish(undefined);
  return { body, end: at };
}
