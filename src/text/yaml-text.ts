/** Writes YAML that reads back as the same data. Pure. */
import { Document, isScalar, Scalar, visit } from 'yaml';

/** The longest line before a value is split into several lines. */
export const LINE_WIDTH = 110;

/** Plain data as YAML in block style. A text with several lines keeps its lines. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  quoteWhatChanges(document);
  return document.toString({ lineWidth: LINE_WIDTH, blockQuote: 'literal', ...BREAKS_ESCAPED });
}

/**
 * The library breaks a long text in double quotes at its line breaks, and then reads some of these breaks differently.
 */
export const BREAKS_ESCAPED = { doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY };

/** The same on one line, to follow a key: `{ a: [ 1, 2 ] }`. */
export function yamlInLine(value: unknown): string {
  // The value is in a list, because some texts have another meaning at the beginning of a document.
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
 * Quotes the values that the library `yaml` writes and then reads differently: a key `<<`, which merges maps, and a
 * text with white space at its beginning or end, whose lines it joins or cuts.
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
