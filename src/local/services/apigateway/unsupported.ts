/**
 * Operations of API Gateway that are refused by name. Their routes are known, so that the error names the operation.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import { type Operation, operation } from '../../cloud/operation.ts';

const STAGE = '/restapis/{restApiId}/stages/{stageName}';

const ROUTES: Readonly<Record<string, string>> = {
  CreateDomainNameAccessAssociation: 'POST /domainnameaccessassociations',
  GetDomainNameAccessAssociations: 'GET /domainnameaccessassociations',
  DeleteDomainNameAccessAssociation: 'DELETE /domainnameaccessassociations/{arn+}',
  RejectDomainNameAccessAssociation: 'POST /rejectdomainnameaccessassociations',
  GenerateClientCertificate: 'POST /clientcertificates',
  GetClientCertificates: 'GET /clientcertificates',
  GetClientCertificate: 'GET /clientcertificates/{clientCertificateId}',
  UpdateClientCertificate: 'PATCH /clientcertificates/{clientCertificateId}',
  DeleteClientCertificate: 'DELETE /clientcertificates/{clientCertificateId}',
  GetSdk: `GET ${STAGE}/sdks/{sdkType}`,
  GetSdkTypes: 'GET /sdktypes',
  GetSdkType: 'GET /sdktypes/{sdkType}',
  GetModelTemplate: 'GET /restapis/{restApiId}/models/{modelName}/default_template',
};

export const unsupported: readonly Operation[] = Object.entries(ROUTES).map(([name, http]) =>
  operation({
    name,
    http,
    refused: true,
    // The body is not read, so it can have any content.
    rawBody: true,
    run() {
      throw notImplemented(`API Gateway's ${name}`);
    },
  }),
);
