/** What CloudWatch counts the API and the function of a stage under. Pure. */
import { apiName, functionName, type StageIdentity } from './names.ts';

/** The API's name, not its id: names are unique to a stage (docs/pitfalls.md, pitfall 30). */
export const apiDimensions = (identity: StageIdentity) => ({ ApiName: apiName(identity), Stage: identity.stage });

export const functionDimensions = (identity: StageIdentity) => ({ FunctionName: functionName(identity) });
