/** The CloudWatch dimensions of a stage's API, function and firewall. Pure. */
import { apiName, functionName, type StageIdentity, type StageInRegion, webAclName } from './names.ts';

/** The dimension is the API's name, not its ID: names are unique to a stage (docs/pitfalls.md, pitfall 30). */
export const apiDimensions = (identity: StageIdentity) => ({ ApiName: apiName(identity), Stage: identity.stage });

/** CloudWatch knows an HTTP API by its ID only (docs/aws/http-apis.md). */
export const httpApiDimensions = (id: string, { stage }: StageIdentity) => ({ ApiId: id, Stage: stage });

export const functionDimensions = (identity: StageIdentity) => ({ FunctionName: functionName(identity) });

/** The web ACL and its rules have their own names as metric names. */
export const firewallDimensions = (identity: StageInRegion, rule: string) => ({
  WebACL: webAclName(identity),
  Region: identity.region,
  Rule: rule,
});
