/** YAML that is read again as the very data that it was written of. Pure. */
import { Document, isScalar, Scalar, visit } from 'yaml';

/** Longest line that is written before a value goes on several. */
export const LINE_WIDTH = 110;

/** Plain data as YAML, in blocks; texts of several lines stay several lines. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  quoteWhatChanges(document);
  return document.toString({ lineWidth: LINE_WIDTH, blockQuote: 'literal', ...BREAKS_ESCAPED });
}

/** The library breaks a long text in double quotes at its line breaks, and reads some of those otherwise than it wrote them. */
export const BREAKS_ESCAPED = { doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY };

/** The same on one line, to stand behind a key: `{ a: [ 1, 2 ] }`. */
export function yamlInLine(value: unknown): string {
  // In a list, since some texts mean something else at the beginning of a document.
  const document = new Document([value], { aliasDuplicateObjects: false });
  quoteWhatChanges(document);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ collectionStyle: 'flow', lineWidth: 0, ...BREAKS_ESCAPED })
    .trim()
    .slice(1, -1)
    .trim();
}

/**
 * Puts in quotes what the library `yaml` writes and then reads as something else: a key `<<`, which merges maps, and a text with
 * white space at its beginning or end, whose lines are joined or cut.
 */
export function quoteWhatChanges(document: Document): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '<<') key.type = Scalar.QUOTE_DOUBLE;
    },
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      const inner = node.value.replace(/\n$/, '');
      if (inner !== inner.trim() || (inner === '' && node.value !== '')) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
}
