/**
 * Decompresses request bodies before any other handler reads them (Developer Guide, "Call an API method with a
 * compressed payload": this needs no setting; other codings, and bodies that do not match their coding, get a 415). The
 * Content-Encoding header stays (reported: dougmoscrop/serverless-http#194).
 */
import { promisify } from 'node:util';
import { gunzip, inflate, type ZlibOptions } from 'node:zlib';
import { requestTooLong, unsupportedMediaType } from '../gateway-error.ts';
import { MAX_BODY } from '../http/body.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Handler } from './handler.ts';

type Unpack = (body: Buffer, options: ZlibOptions) => Promise<Buffer>;

const CODINGS: Readonly<Record<string, Unpack>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
};

export const decompressBody: Handler = (invocation) => {
  const coding = headerValue(invocation.headers, 'content-encoding')?.trim().toLowerCase();
  if (coding === undefined || coding === '' || coding === 'identity' || invocation.body.length === 0) return undefined;
  const unpack = Object.hasOwn(CODINGS, coding) ? CODINGS[coding] : undefined;
  if (unpack === undefined) throw unsupportedMediaType();
  return unpack(invocation.body, { maxOutputLength: MAX_BODY }).then(
    (body) => {
      invocation.body = body;
      return undefined;
    },
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ERR_BUFFER_TOO_LARGE' ? requestTooLong() : unsupportedMediaType();
    },
  );
};
