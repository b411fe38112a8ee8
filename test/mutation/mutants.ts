import ts from "typescript";

import { withoutAlternatives } from "./regex";

/** A policy with one change that a sample should notice. */
export interface Mutant {
  /** From 1. */
  readonly line: number;
  /** What was changed, for people. */
  readonly change: string;
  readonly source: string;
}

/** A change in the text of a node. */
interface Edit {
  readonly node: ts.Node;
  readonly text: string;
  readonly change: string;
}

/** Written above a line whose mutants behave as the original does, with the reason behind. */
const equivalent = "// Equivalent when mutated:";

const flips: Partial<Record<ts.SyntaxKind, readonly string[]>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ["!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ["==="],
  [ts.SyntaxKind.LessThanToken]: ["<=", ">="],
  [ts.SyntaxKind.LessThanEqualsToken]: ["<", ">"],
  [ts.SyntaxKind.GreaterThanToken]: [">=", "<="],
  [ts.SyntaxKind.GreaterThanEqualsToken]: [">", "<"],
};

const questions = ["endsWith", "every", "has", "includes", "some", "startsWith", "test"];
const normalisations = ["normalize", "toLowerCase", "toUpperCase", "trim"];

/** Every mutant of a source, in the order of its text. */
export function mutantsOf(source: string, file = "policy.ts"): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) {
      return;
    }
    edits.push(...editsOf(node, tree));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const lines = source.split("\n");
  return edits
    .map(({ node, text, change }) => ({
      line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1,
      change,
      source: source.slice(0, node.getStart(tree)) + text + source.slice(node.end),
    }))
    .filter(({ line }) => !(lines[line - 2] ?? "").trim().startsWith(equivalent));
}

function editsOf(node: ts.Node, tree: ts.SourceFile): Edit[] {
  if (ts.isIfStatement(node)) return [negated(node.expression, tree)];
  if (ts.isConditionalExpression(node)) return [negated(node.condition, tree)];
  if (ts.isBinaryExpression(node)) return binary(node, tree);
  if (ts.isPrefixUnaryExpression(node)) return withoutNot(node, tree);
  if (ts.isArrayLiteralExpression(node)) return shorter(node, node.elements, tree, "[", "]");
  if (ts.isObjectLiteralExpression(node) && isTable(node)) {
    return shorter(node, node.properties, tree, "{", "}");
  }
  if (ts.isRegularExpressionLiteral(node)) return patterns(node, tree);
  if (ts.isNumericLiteral(node)) return numbers(node, tree);
  if (ts.isCallExpression(node)) return calls(node, tree);
  if (ts.isExpressionStatement(node)) return withoutStatement(node, tree);
  if (ts.isReturnStatement(node) && node.expression === undefined) {
    return [{ node, text: ";", change: "goes on instead of returning" }];
  }
  return isFlag(node) ? [flipped(node, tree)] : [];
}

function negated(node: ts.Node, tree: ts.SourceFile): Edit {
  const text = node.getText(tree);
  return { node, text: `!(${text})`, change: `the opposite of ${short(text)}` };
}

function binary(node: ts.BinaryExpression, tree: ts.SourceFile): Edit[] {
  const kind = node.operatorToken.kind;
  const [left, right] = [node.left.getText(tree), node.right.getText(tree)];
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
    return [
      { node, text: left, change: `without ${short(right)}` },
      { node, text: right, change: `without ${short(left)}` },
    ];
  }
  const operator = node.operatorToken.getText(tree);
  return (flips[kind] ?? []).map((other) => ({
    node,
    text: `${left} ${other} ${right}`,
    change: `${other} for ${operator} in ${short(node.getText(tree))}`,
  }));
}

function withoutNot(node: ts.PrefixUnaryExpression, tree: ts.SourceFile): Edit[] {
  // The opposite of a whole condition is made already.
  if (node.operator !== ts.SyntaxKind.ExclamationToken || isCondition(node)) return [];
  const text = node.operand.getText(tree);
  return [{ node, text, change: `${short(text)} without its !` }];
}

/** A list or a table without each of its entries in turn. */
function shorter(
  node: ts.Node,
  entries: ts.NodeArray<ts.Node>,
  tree: ts.SourceFile,
  open: string,
  close: string,
): Edit[] {
  return entries.map((entry, index) => {
    const rest = entries.filter((_, other) => other !== index).map((other) => other.getText(tree));
    const change = `without the entry ${short(entry.getText(tree))}`;
    return { node, text: `${open}${rest.join(", ")}${close}`, change };
  });
}

/** Whether an object is a constant of the module, and no policy's description. */
function isTable(node: ts.ObjectLiteralExpression): boolean {
  const parent = ts.isAsExpression(node.parent) ? node.parent.parent : node.parent;
  return ts.isVariableDeclaration(parent) && ts.isSourceFile(parent.parent.parent.parent);
}

function patterns(node: ts.RegularExpressionLiteral, tree: ts.SourceFile): Edit[] {
  const text = node.getText(tree);
  const end = text.lastIndexOf("/");
  const [pattern, flags] = [text.slice(1, end), text.slice(end + 1)];
  const edits = [
    { node, text: "/(?!)/", change: `${short(text)} matches nothing` },
    { node, text: "/(?:)/", change: `${short(text)} matches everything` },
    ...withoutAlternatives(pattern).map((other) => ({
      node,
      text: `/${other}/${flags}`,
      change: `/${other}/ for a pattern with one alternative more`,
    })),
  ];
  if (!flags.includes("i")) return edits;
  const strict = `/${pattern}/${flags.replace("i", "")}`;
  return [...edits, { node, text: strict, change: `${short(text)} minds capitals` }];
}

/** A threshold that is one more or one less. 0 and 1 are positions and counts rather than thresholds. */
function numbers(node: ts.NumericLiteral, tree: ts.SourceFile): Edit[] {
  const value = Number(node.text);
  const { parent } = node;
  const counts =
    ts.isPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind in flips);
  if (!counts || value < 2) return [];
  return [value + 1, value - 1].map((other) => ({
    node,
    text: String(other),
    change: `${other} for ${node.getText(tree)}`,
  }));
}

function calls(node: ts.CallExpression, tree: ts.SourceFile): Edit[] {
  const called = node.expression;
  if (!ts.isPropertyAccessExpression(called)) return [];
  const name = called.name.text;
  const object = called.expression.getText(tree);
  if (normalisations.includes(name) || name === "filter") {
    // `path.normalize(x)` takes what it works on as an argument.
    const [first] = node.arguments;
    const text = name === "filter" || first === undefined ? object : first.getText(tree);
    return [{ node, text, change: `${short(node.getText(tree))} without ${name}` }];
  }
  const asked = questions.includes(name) && !isCondition(node) && !isNot(node.parent);
  return asked ? [negated(node, tree)] : [];
}

function withoutStatement(node: ts.ExpressionStatement, tree: ts.SourceFile): Edit[] {
  return [{ node, text: ";", change: `without ${short(node.getText(tree))}` }];
}

/** `true` or `false` as an answer or as a fallback. */
function isFlag(node: ts.Node): boolean {
  const isBoolean =
    node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
  return (
    isBoolean &&
    [ts.isReturnStatement, ts.isCallExpression, ts.isArrowFunction].some((is) => is(node.parent))
  );
}

function flipped(node: ts.Node, tree: ts.SourceFile): Edit {
  const text = node.kind === ts.SyntaxKind.TrueKeyword ? "false" : "true";
  return { node, text, change: `${text} in ${short(node.parent.getText(tree))}` };
}

function isCondition({ parent }: ts.Node): boolean {
  return ts.isIfStatement(parent) || ts.isConditionalExpression(parent);
}

function isNot(node: ts.Node): boolean {
  return ts.isPrefixUnaryExpression(node) && isCondition(node);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
