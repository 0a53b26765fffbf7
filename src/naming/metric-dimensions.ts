/** The CloudWatch dimensions of a stage's API and function. Pure. */
import { apiName, functionName, type StageIdentity } from './names.ts';

/** The dimension is the API's name, not its ID: names are unique to a stage (docs/pitfalls.md, pitfall 30). */
export const apiDimensions = (identity: StageIdentity) => ({ ApiName: apiName(identity), Stage: identity.stage });

export const functionDimensions = (identity: StageIdentity) => ({ FunctionName: functionName(identity) });
