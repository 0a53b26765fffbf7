/**
 * Reads the XML of requests: elements and texts. Namespaces and attributes have no meaning in AWS's requests and are
 * dropped. A document type is an error, so that no entity can be defined.
 */

export interface XmlElement {
  /** Without the prefix of a namespace. */
  readonly name: string;
  readonly children: XmlElement[];
  /** The text of the element itself, without that of its children. */
  text: string;
}

export class XmlSyntaxError extends Error {}

const MAX_DEPTH = 100;

const NAME = String.raw`[\w:][\w:.-]*`;
/** The parts of a document. Each form begins differently and is bounded by its end, so that no text takes long. */
const TOKEN = new RegExp(
  [
    String.raw`<\?[^>]*\?>`,
    '<!--[^]*?-->',
    String.raw`<!\[CDATA\[([^]*?)\]\]>`,
    String.raw`</(${NAME})\s*>`,
    String.raw`<(${NAME})((?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`,
    '([^<]+)',
  ].join('|'),
  'y',
);

/** Returns the root. Throws `XmlSyntaxError`. */
export function readXml(text: string): XmlElement {
  const document: XmlElement = { name: '', children: [], text: '' };
  const open: XmlElement[] = [document];
  TOKEN.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) throw new XmlSyntaxError('The document is not well-formed.');
    const [, literal, closed, opened, , isEmpty, characters] = token;
    const parent = open.at(-1)!;
    if (literal !== undefined) parent.text += literal;
    else if (characters !== undefined) parent.text += decodeEntities(characters);
    else if (closed !== undefined) {
      if (open.length === 1 || parent.name !== localName(closed))
        throw new XmlSyntaxError(`</${closed}> ends no element.`);
      open.pop();
    } else if (opened !== undefined) {
      const element: XmlElement = { name: localName(opened), children: [], text: '' };
      parent.children.push(element);
      if (isEmpty !== '/') open.push(element);
      if (open.length > MAX_DEPTH) throw new XmlSyntaxError('The elements are nested too deeply.');
    }
  }
  const [root, another] = document.children;
  if (root === undefined || another !== undefined || open.length > 1 || document.text.trim() !== '')
    throw new XmlSyntaxError('The document must have one root element.');
  return root;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A line end is one character in XML, however it was sent, unless it is a reference. */
const decodeEntities = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/&([^;&]*);?/g, (reference, name: string) => {
    const code = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const point = code && Number.parseInt(code[1] ?? code[2]!, code[1] === undefined ? 10 : 16);
    const found = point === null ? ENTITIES[name] : characterOf(point);
    if (found === undefined || !reference.endsWith(';')) throw new XmlSyntaxError(`${reference} is not an entity.`);
    return found;
  });

const characterOf = (point: number): string | undefined =>
  point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
