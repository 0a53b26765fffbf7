/** Conditional reads and writes (RFC 9110; S3 User Guide, "Conditional requests"). */
import { AwsError } from '../../cloud/aws-error.ts';
import { noSuchKey } from './errors.ts';
import type { ObjectVersion } from './model.ts';

const failed = (Condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition },
  });

interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

/** Throws PreconditionFailed, or NotModified with the status 304, whose response has no body. */
export function checkReadConditions(version: ObjectVersion, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  // A date of HTTP has no fractions of a second.
  const modified = Math.floor(version.modifiedAt / 1000) * 1000;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, version)) throw failed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && modified > IfUnmodifiedSince.getTime()) {
    throw failed('If-Unmodified-Since');
  }
  const isSame = IfNoneMatch !== undefined && matches(IfNoneMatch, version);
  const isOld = IfNoneMatch === undefined && IfModifiedSince !== undefined && modified <= IfModifiedSince.getTime();
  if (isSame || isOld) {
    throw new AwsError('NotModified', 'Not Modified', {
      status: 304,
      headers: { etag: version.etag, 'last-modified': new Date(version.modifiedAt).toUTCString() },
    });
  }
}

/** A write can demand that the key is new (`If-None-Match: *`), or that it still has an ETag. */
export function checkWriteConditions(
  current: ObjectVersion | undefined,
  { Key, IfMatch, IfNoneMatch }: { readonly Key: string; readonly IfMatch?: string; readonly IfNoneMatch?: string },
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
        status: 501,
        members: { Header: 'If-None-Match' },
      });
    }
    if (current) throw failed('If-None-Match');
  }
  if (IfMatch !== undefined) {
    if (!current) throw noSuchKey(Key);
    if (!matches(IfMatch, current)) throw failed('If-Match');
  }
}

const matches = (list: string, { etag }: ObjectVersion): boolean =>
  list.split(',').some((one) => ['*', etag, etag.slice(1, -1)].includes(one.trim().replace(/^W\//, '')));
