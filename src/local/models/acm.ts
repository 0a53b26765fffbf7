// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  AddTagsToCertificate: [AddTagsToCertificateRequest, void];
  DeleteCertificate: [DeleteCertificateRequest, void];
  DescribeCertificate: [DescribeCertificateRequest, DescribeCertificateResponse];
  ListCertificates: [ListCertificatesRequest, ListCertificatesResponse];
  ListTagsForCertificate: [ListTagsForCertificateRequest, ListTagsForCertificateResponse];
  RemoveTagsFromCertificate: [RemoveTagsFromCertificateRequest, void];
  RequestCertificate: [RequestCertificateRequest, RequestCertificateResponse];
}

export interface AddTagsToCertificateRequest { readonly CertificateArn: string; readonly Tags: readonly Tag[] }
export interface CertificateDetail { readonly CertificateArn?: string; readonly DomainName?: string; readonly SubjectAlternativeNames?: readonly string[]; readonly ManagedBy?: CertificateManagedBy; readonly DomainValidationOptions?: readonly DomainValidation[]; readonly Serial?: string; readonly Subject?: string; readonly Issuer?: string; readonly CreatedAt?: Date; readonly IssuedAt?: Date; readonly ImportedAt?: Date; readonly Status?: CertificateStatus; readonly RevokedAt?: Date; readonly RevocationReason?: RevocationReason; readonly NotBefore?: Date; readonly NotAfter?: Date; readonly KeyAlgorithm?: KeyAlgorithm; readonly SignatureAlgorithm?: string; readonly InUseBy?: readonly string[]; readonly FailureReason?: FailureReason; readonly Type?: CertificateType; readonly RenewalSummary?: RenewalSummary; readonly KeyUsages?: readonly KeyUsage[]; readonly ExtendedKeyUsages?: readonly ExtendedKeyUsage[]; readonly CertificateAuthorityArn?: string; readonly RenewalEligibility?: RenewalEligibility; readonly Options?: CertificateOptions; readonly UpdateSummary?: UpdateSummary; readonly CertificateKeyPairOrigin?: CertificateKeyPairOrigin; readonly AcmeEndpointArn?: string; readonly AcmeAccountId?: string; readonly CertificateUsage?: CertificateUsage; readonly RootHierarchyType?: RootHierarchyType }
export type CertificateExport = 'ENABLED' | 'DISABLED';
export type CertificateKeyPairOrigin = 'AWS_MANAGED' | 'ACME' | 'CUSTOMER_PROVIDED';
export type CertificateManagedBy = 'CLOUDFRONT';
export interface CertificateOptions { readonly CertificateTransparencyLoggingPreference?: CertificateTransparencyLoggingPreference; readonly Export?: CertificateExport; readonly ValidationMethod?: ValidationMethod }
export type CertificateStatus = 'PENDING_VALIDATION' | 'ISSUED' | 'INACTIVE' | 'EXPIRED' | 'VALIDATION_TIMED_OUT' | 'REVOKED' | 'FAILED';
export interface CertificateSummary { readonly CertificateArn?: string; readonly DomainName?: string; readonly SubjectAlternativeNameSummaries?: readonly string[]; readonly HasAdditionalSubjectAlternativeNames?: boolean; readonly Status?: CertificateStatus; readonly Type?: CertificateType; readonly KeyAlgorithm?: KeyAlgorithm; readonly KeyUsages?: readonly KeyUsageName[]; readonly ExtendedKeyUsages?: readonly ExtendedKeyUsageName[]; readonly ExportOption?: CertificateExport; readonly InUse?: boolean; readonly Exported?: boolean; readonly RenewalEligibility?: RenewalEligibility; readonly NotBefore?: Date; readonly NotAfter?: Date; readonly CreatedAt?: Date; readonly IssuedAt?: Date; readonly ImportedAt?: Date; readonly RevokedAt?: Date; readonly ManagedBy?: CertificateManagedBy; readonly CertificateKeyPairOrigin?: CertificateKeyPairOrigin; readonly CertificateUsage?: CertificateUsage; readonly RootHierarchyType?: RootHierarchyType }
export type CertificateTransparencyLoggingPreference = 'ENABLED' | 'DISABLED';
export type CertificateType = 'IMPORTED' | 'AMAZON_ISSUED' | 'PRIVATE';
export type CertificateUsage = 'CLIENT_AND_SERVER_AUTH' | 'CLIENT_AUTH_ONLY';
export interface DeleteCertificateRequest { readonly CertificateArn: string }
export interface DescribeCertificateRequest { readonly CertificateArn: string }
export interface DescribeCertificateResponse { readonly Certificate?: CertificateDetail }
export type DomainStatus = 'PENDING_VALIDATION' | 'SUCCESS' | 'FAILED';
export interface DomainValidation { readonly DomainName: string; readonly ValidationEmails?: readonly string[]; readonly ValidationDomain?: string; readonly ValidationStatus?: DomainStatus; readonly ResourceRecord?: ResourceRecord; readonly HttpRedirect?: HttpRedirect; readonly ValidationMethod?: ValidationMethod }
export interface DomainValidationMethodUpdateSummary { readonly From?: ValidationMethod; readonly To?: ValidationMethod }
export interface DomainValidationOption { readonly DomainName: string; readonly ValidationDomain: string }
export interface ExtendedKeyUsage { readonly Name?: ExtendedKeyUsageName; readonly OID?: string }
export type ExtendedKeyUsageName = 'TLS_WEB_SERVER_AUTHENTICATION' | 'TLS_WEB_CLIENT_AUTHENTICATION' | 'CODE_SIGNING' | 'EMAIL_PROTECTION' | 'TIME_STAMPING' | 'OCSP_SIGNING' | 'IPSEC_END_SYSTEM' | 'IPSEC_TUNNEL' | 'IPSEC_USER' | 'ANY' | 'NONE' | 'CUSTOM';
export type FailureReason = 'NO_AVAILABLE_CONTACTS' | 'ADDITIONAL_VERIFICATION_REQUIRED' | 'DOMAIN_NOT_ALLOWED' | 'INVALID_PUBLIC_DOMAIN' | 'DOMAIN_VALIDATION_DENIED' | 'CAA_ERROR' | 'PCA_LIMIT_EXCEEDED' | 'PCA_INVALID_ARN' | 'PCA_INVALID_STATE' | 'PCA_REQUEST_FAILED' | 'PCA_NAME_CONSTRAINTS_VALIDATION' | 'PCA_RESOURCE_NOT_FOUND' | 'PCA_INVALID_ARGS' | 'PCA_INVALID_DURATION' | 'PCA_ACCESS_DENIED' | 'SLR_NOT_FOUND' | 'OTHER';
export interface Filters { readonly extendedKeyUsage?: readonly ExtendedKeyUsageName[]; readonly keyUsage?: readonly KeyUsageName[]; readonly keyTypes?: readonly KeyAlgorithm[]; readonly exportOption?: CertificateExport; readonly managedBy?: CertificateManagedBy }
export interface HttpRedirect { readonly RedirectFrom?: string; readonly RedirectTo?: string }
export type KeyAlgorithm = 'RSA_1024' | 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'EC_prime256v1' | 'EC_secp384r1' | 'EC_secp521r1';
export interface KeyUsage { readonly Name?: KeyUsageName }
export type KeyUsageName = 'DIGITAL_SIGNATURE' | 'NON_REPUDIATION' | 'KEY_ENCIPHERMENT' | 'DATA_ENCIPHERMENT' | 'KEY_AGREEMENT' | 'CERTIFICATE_SIGNING' | 'CRL_SIGNING' | 'ENCIPHER_ONLY' | 'DECIPHER_ONLY' | 'ANY' | 'CUSTOM';
export interface ListCertificatesRequest { readonly CertificateStatuses?: readonly CertificateStatus[]; readonly CertificateKeyPairOrigins?: readonly CertificateKeyPairOrigin[]; readonly RootHierarchyTypes?: readonly RootHierarchyType[]; readonly Includes?: Filters; readonly NextToken?: string; readonly MaxItems?: number; readonly SortBy?: SortBy; readonly SortOrder?: SortOrder }
export interface ListCertificatesResponse { readonly NextToken?: string; readonly CertificateSummaryList?: readonly CertificateSummary[] }
export interface ListTagsForCertificateRequest { readonly CertificateArn: string }
export interface ListTagsForCertificateResponse { readonly Tags?: readonly Tag[] }
export type RecordType = 'CNAME';
export interface RemoveTagsFromCertificateRequest { readonly CertificateArn: string; readonly Tags: readonly Tag[] }
export type RenewalEligibility = 'ELIGIBLE' | 'INELIGIBLE';
export type RenewalStatus = 'PENDING_AUTO_RENEWAL' | 'PENDING_VALIDATION' | 'SUCCESS' | 'FAILED';
export interface RenewalSummary { readonly RenewalStatus: RenewalStatus; readonly DomainValidationOptions: readonly DomainValidation[]; readonly RenewalStatusReason?: FailureReason; readonly UpdatedAt: Date }
export interface RequestCertificateRequest { readonly DomainName: string; readonly ValidationMethod?: ValidationMethod; readonly SubjectAlternativeNames?: readonly string[]; readonly IdempotencyToken?: string; readonly DomainValidationOptions?: readonly DomainValidationOption[]; readonly Options?: CertificateOptions; readonly CertificateAuthorityArn?: string; readonly Tags?: readonly Tag[]; readonly KeyAlgorithm?: KeyAlgorithm; readonly ManagedBy?: CertificateManagedBy; readonly CertificateUsage?: CertificateUsage; readonly RootHierarchyType?: RootHierarchyType }
export interface RequestCertificateResponse { readonly CertificateArn?: string }
export interface ResourceRecord { readonly Name: string; readonly Type: RecordType; readonly Value: string }
export type RevocationReason = 'UNSPECIFIED' | 'KEY_COMPROMISE' | 'CA_COMPROMISE' | 'AFFILIATION_CHANGED' | 'SUPERCEDED' | 'SUPERSEDED' | 'CESSATION_OF_OPERATION' | 'CERTIFICATE_HOLD' | 'REMOVE_FROM_CRL' | 'PRIVILEGE_WITHDRAWN' | 'A_A_COMPROMISE';
export type RootHierarchyType = 'N2_AMAZON_MANAGED' | 'N2_SFG2_AMAZON_MANAGED';
export type SortBy = 'CREATED_AT';
export type SortOrder = 'ASCENDING' | 'DESCENDING';
export interface Tag { readonly Key: string; readonly Value?: string }
export type UpdateStatus = 'PENDING_DOMAIN_VALIDATION' | 'SUCCESS' | 'FAILED';
export interface UpdateSummary { readonly Status?: UpdateStatus; readonly Type?: UpdateType; readonly DomainValidationMethodUpdateSummary?: DomainValidationMethodUpdateSummary; readonly RequestedAt?: Date; readonly UpdatedAt?: Date }
export type UpdateType = 'DOMAIN_VALIDATION_METHOD';
export type ValidationMethod = 'EMAIL' | 'DNS' | 'HTTP';
