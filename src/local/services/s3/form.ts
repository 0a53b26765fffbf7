/** Reads a form with a file (multipart/form-data, RFC 7578), without holding the file in memory. */
import { AwsError } from '../../cloud/aws-error.ts';

/** The bytes of everything before the file. */
const MOST_BEFORE_FILE = 20_480;

export interface UploadForm {
  /** The fields before the file, by name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  /** The bytes of the file. What follows the file is ignored. */
  readonly file: AsyncGenerator<Buffer>;
}

const malformed = (): AwsError =>
  new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

/** Throws MalformedPOSTRequest, MaxPostPreDataLengthExceeded, or InvalidArgument for a form without a file. */
export async function readForm(contentType: string, body: AsyncIterable<Buffer>): Promise<UploadForm> {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i
    .exec(contentType)
    ?.slice(1)
    .find((one) => one !== undefined);
  if (boundary === undefined) throw malformed();
  const source = new Source(body);
  const fields = new Map<string, string>();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first delimiter has no line end before it.
  source.unread(Buffer.from('\r\n'));
  await source.until(delimiter);
  for (let size = 0; ; ) {
    const rest = await source.until(Buffer.from('\r\n'));
    if (rest.toString().startsWith('--')) {
      throw new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.', {
        members: { ArgumentName: 'file', ArgumentValue: 0 },
      });
    }
    source.unread(Buffer.from('\r\n'));
    const head = await source.until(Buffer.from('\r\n\r\n'));
    const [name, fileName] = namesIn(head.toString('utf8'));
    if (name === 'file') return { fields, fileName, file: source.upTo(delimiter) };
    const value = await source.until(delimiter);
    size += head.length + value.length;
    if (size > MOST_BEFORE_FILE) throw tooLong();
    fields.set(name, value.toString('utf8'));
  }
}

const tooLong = (): AwsError =>
  new AwsError('MaxPostPreDataLengthExceeded', 'Your POST request fields preceding the upload file were too large.');

function namesIn(head: string): [name: string, fileName: string] {
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? '';
  const name = /(?:^|;)\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw malformed();
  return [name.toLowerCase(), /;\s*filename="([^"]*)"/i.exec(disposition)?.[1] ?? ''];
}

/** A body that is read up to delimiters. */
class Source {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.chunks = body[Symbol.asyncIterator]();
  }

  unread(bytes: Buffer): void {
    this.rest = Buffer.concat([bytes, this.rest]);
  }

  private async more(): Promise<void> {
    const { done, value } = await this.chunks.next();
    if (done) throw malformed();
    this.rest = this.rest.length === 0 ? value : Buffer.concat([this.rest, value]);
  }

  /** Returns the bytes before the delimiter, and skips it. */
  async until(delimiter: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.rest.indexOf(delimiter);
      if (at >= 0) {
        const found = this.rest.subarray(0, at);
        this.rest = this.rest.subarray(at + delimiter.length);
        return found;
      }
      if (this.rest.length > MOST_BEFORE_FILE) throw tooLong();
      await this.more();
    }
  }

  /** Yields the bytes before the delimiter as they arrive, and reads the body to its end. */
  async *upTo(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.rest.indexOf(delimiter);
      if (at >= 0) {
        yield this.rest.subarray(0, at);
        while (!(await this.chunks.next()).done);
        return;
      }
      // The end may be the beginning of the delimiter.
      const safe = Math.max(this.rest.length - delimiter.length, 0);
      if (safe > 0) yield this.rest.subarray(0, safe);
      this.rest = this.rest.subarray(safe);
      await this.more();
    }
  }
}
