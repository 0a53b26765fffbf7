/**
 * The managed rule groups of AWS that the embedded cloud knows. Names, capacities and rules are those that AWS
 * publishes ("AWS Managed Rules rule groups list"). `rules` has those that the data plane inspects requests for: AWS
 * does not publish what its rules look for in detail, nor the lists of addresses (docs/aws/waf.md).
 */

export interface ManagedGroup {
  /** In web ACL capacity units. */
  readonly capacity: number;
  /** The part of its labels that names it. */
  readonly label: string;
  readonly description: string;
  readonly rules: readonly string[];
}

export const MANAGED_GROUPS: Readonly<Record<string, ManagedGroup>> = {
  AWSManagedRulesCommonRuleSet: {
    capacity: 700,
    label: 'core-rule-set',
    description: 'Rules that are generally applicable to web applications.',
    rules: [
      'NoUserAgent_HEADER',
      'SizeRestrictions_QUERYSTRING',
      'SizeRestrictions_Cookie_HEADER',
      'SizeRestrictions_BODY',
      'SizeRestrictions_URIPATH',
      'EC2MetaDataSSRF_BODY',
      'EC2MetaDataSSRF_URIPATH',
      'EC2MetaDataSSRF_QUERYARGUMENTS',
      'GenericLFI_QUERYARGUMENTS',
      'GenericLFI_URIPATH',
      'GenericLFI_BODY',
      'CrossSiteScripting_COOKIE',
      'CrossSiteScripting_QUERYARGUMENTS',
      'CrossSiteScripting_BODY',
      'CrossSiteScripting_URIPATH',
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    capacity: 200,
    label: 'known-bad-inputs',
    description: 'Rules against request patterns that are known to be invalid and to exploit vulnerabilities.',
    rules: ['PROPFIND_METHOD', 'Log4JRCE_HEADER', 'Log4JRCE_QUERYSTRING', 'Log4JRCE_BODY', 'Log4JRCE_URIPATH'],
  },
  AWSManagedRulesSQLiRuleSet: {
    capacity: 200,
    label: 'sql-database',
    description: 'Rules against request patterns that exploit SQL databases.',
    rules: ['SQLi_QUERYARGUMENTS', 'SQLi_BODY', 'SQLi_COOKIE', 'SQLi_URIPATH'],
  },
  AWSManagedRulesLinuxRuleSet: {
    capacity: 200,
    label: 'linux-os',
    description: 'Rules against request patterns that exploit vulnerabilities of Linux.',
    rules: ['LFI_URIPATH', 'LFI_QUERYSTRING'],
  },
  AWSManagedRulesUnixRuleSet: {
    capacity: 100,
    label: 'posix-os',
    description: 'Rules against request patterns that exploit vulnerabilities of POSIX operating systems.',
    rules: ['UNIXShellCommandsVariables_QUERYSTRING', 'UNIXShellCommandsVariables_BODY'],
  },
  AWSManagedRulesAmazonIpReputationList: {
    capacity: 25,
    label: 'amazon-ip-list',
    description: 'Rules that are based on Amazon threat intelligence.',
    rules: [],
  },
  AWSManagedRulesAnonymousIpList: {
    capacity: 50,
    label: 'anonymous-ip-list',
    description: 'Rules against requests from services that hide the identity of the viewer.',
    rules: [],
  },
};
