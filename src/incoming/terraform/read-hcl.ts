/** Reads the bodies of Terraform's language: attributes and blocks. Pure. */
import type { Attribute, Block, Body } from './hcl.ts';
import { HclText, NAME } from './hcl-text.ts';
import { readExpression } from './read-expression.ts';

/** Blocks in blocks. Nobody writes more, and each needs a part of the stack. */
const DEEPEST = 50;

/** Returns the blocks of a file. Throws `HclError`. */
export function readHcl(text: string): readonly Block[] {
  const source = new HclText(text);
  const { blocks } = bodyOf(source, 0);
  if (!source.isAtEnd) throw source.error('This bracket closes nothing.');
  return blocks;
}

function bodyOf(source: HclText, depth: number): Body {
  if (depth > DEEPEST) throw source.error('The blocks are nested too deeply.');
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  for (;;) {
    source.skip(true);
    if (source.isAtEnd || source.text[source.at] === '}') return { attributes, blocks };
    const { line } = source;
    const name = source.match(NAME);
    if (name === undefined) throw source.error('Here should be the name of an attribute or of a block.');
    source.skip(false);
    if (source.text[source.at] === '=' && source.text[source.at + 1] !== '=') {
      source.at++;
      if (attributes.has(name)) throw source.error(`${name} is written twice.`);
      attributes.set(name, { line, value: readExpression(source, false, 0) });
    } else blocks.push(blockOf(source, name, line, depth));
  }
}

function blockOf(source: HclText, type: string, line: number, depth: number): Block {
  const labels: string[] = [];
  for (;;) {
    source.skip(false);
    if (source.takes('{')) break;
    const label = source.match(/"([^"\n]*)"/y) ?? source.match(NAME);
    if (label === undefined) throw source.error(`Here should be = or { after ${type}.`);
    labels.push(label);
  }
  const body = bodyOf(source, depth + 1);
  source.expect('}');
  return { type, labels, line, ...body };
}
