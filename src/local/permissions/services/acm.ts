/** Actions and resources of Certificate Manager (Service Authorization Reference, "AWS Certificate Manager"). */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import { certificatesOf } from '../../state/certificates.ts';

export const acmPermissions: PermissionsOf = (operation, input, context) => {
  const action = `acm:${operation}`;
  if (operation === 'ListCertificates') return [{ action, resource: '*' }];
  const arn = textOf(input.CertificateArn);
  const tags = certificatesOf(context.cloud, context).get(arn)?.tags ?? [];
  const ofResource = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  const resource = arn === '' ? regionalArn('acm', context, 'certificate/*') : arn;
  const asked = { action, resource, keys: () => tagKeys(input, ofResource) };
  return operation === 'RequestCertificate' ? withTagging(input, asked, 'acm:AddTagsToCertificate') : [asked];
};
