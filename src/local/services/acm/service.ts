/** Certificate Manager: certificates that are validated by DNS (AWS JSON 1.1). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { deleteCertificate } from './delete-certificate.ts';
import { describeCertificate } from './describe-certificate.ts';
import { listCertificates } from './list-certificates.ts';
import { requestCertificate } from './request-certificate.ts';
import { addTags, listTags, removeTags } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'acm',
  signingNames: ['acm'],
  protocols: [{ type: 'json', target: 'CertificateManager', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    requestCertificate,
    describeCertificate,
    listCertificates,
    deleteCertificate,
    addTags,
    removeTags,
    listTags,
  ],
};
