/** AddTagsToCertificate, RemoveTagsFromCertificate, ListTagsForCertificate. */
import { type Tag, tagsCheckedAs, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { certificatesOf } from '../../state/certificates.ts';
import { findCertificate } from './find-certificate.ts';
import { operation } from './operation.ts';

const checked = tagsCheckedAs('InvalidTagException');

/** A tag without a value has the empty value. */
export const checkTags = (tags: readonly { readonly Key: string; readonly Value?: string }[]): readonly Tag[] =>
  checked(tags.map(({ Key, Value = '' }) => ({ Key, Value })));

export const addTags = operation('AddTagsToCertificate', ({ CertificateArn, Tags }, context) => {
  const found = findCertificate(CertificateArn, context);
  const tags = checkTags(withTags(found.tags, checkTags(Tags)));
  certificatesOf(context.cloud, context).put(found.arn, { ...found, tags });
});

export const removeTags = operation('RemoveTagsFromCertificate', ({ CertificateArn, Tags }, context) => {
  const found = findCertificate(CertificateArn, context);
  const gone = Tags.filter(
    ({ Key, Value }) => Value === undefined || found.tags.some((tag) => tag.Key === Key && tag.Value === Value),
  );
  const tags = withoutTags(
    found.tags,
    gone.map(({ Key }) => Key),
  );
  certificatesOf(context.cloud, context).put(found.arn, { ...found, tags });
});

export const listTags = operation('ListTagsForCertificate', ({ CertificateArn }, context) => ({
  Tags: [...findCertificate(CertificateArn, context).tags],
}));
