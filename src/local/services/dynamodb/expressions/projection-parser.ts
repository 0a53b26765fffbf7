/** Parses projection expressions. */
import type { DocumentPath } from '../items/document-path.ts';
import { ExpressionParser, pathClash } from './expression-parser.ts';
import type { References } from './references.ts';

const ORDER = ['reserved', 'reference', 'overlap', 'conflict'] as const;
type Fault = (typeof ORDER)[number];

/** Throws ExpressionError. */
export function parseProjection(text: string, references: References): DocumentPath[] {
  const parser = new ExpressionParser<Fault>(text, references, { name: 'reference', value: 'reference' });
  const paths: DocumentPath[] = [];
  do {
    const path = parser.path();
    const clash = pathClash(paths, path);
    if (clash) parser.fault(clash.kind, clash.message);
    paths.push(path);
  } while (parser.tokens.takeIf(','));
  parser.finish(ORDER);
  return paths;
}
