/** A small and strict reader of XML, as the embedded cloud writes it: elements and text, without comments or CDATA. */

/** A text, or the elements by name; several elements of one name are an array. */
export type Xml = string | { readonly [name: string]: Xml | Xml[] };

const TOKEN = /<\?xml [^?]*\?>\s*|<(\/?)([A-Za-z][\w.-]*)((?: [\w:]+="[^"<]*")*)(\/?)>|([^<]+)/gy;

/** Characters that XML 1.0 does not allow, and references to anything else than its own entities. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|&(?!(?:amp|lt|gt|quot|apos|#x[0-9A-F]+);)/u;

/** Returns the document as an object with the root element. Throws for a document that is not well-formed. */
export function readXml(body: Buffer): Xml {
  const source = new TextDecoder('utf-8', { fatal: true }).decode(body);
  if (NOT_XML.test(source)) throw new Error('a character or a reference is not XML');
  const root: Open = { name: '', children: {}, text: '' };
  const open = [root];
  let end = 0;
  for (const [token, closes, name, , empty, text] of source.matchAll(TOKEN)) {
    end += token.length;
    const inner = open.at(-1)!;
    if (text !== undefined) inner.text += text;
    else if (closes) close(open, name!);
    else if (name !== undefined) {
      open.push({ name, children: {}, text: '' });
      if (empty) close(open, name);
    }
  }
  if (end !== source.length || open.length !== 1) throw new Error(`the XML ends at ${end} of ${source.length}`);
  return root.children;
}

interface Open {
  readonly name: string;
  readonly children: Record<string, Xml | Xml[]>;
  text: string;
}

function close(open: Open[], name: string): void {
  const ended = open.pop()!;
  const parent = open.at(-1);
  if (ended.name !== name || !parent) throw new Error(`</${name}> closes <${ended.name}>`);
  const value = Object.keys(ended.children).length === 0 ? ended.text : ended.children;
  const before = parent.children[name];
  parent.children[name] = before === undefined ? value : ([before, value].flat() as Xml[]);
}
