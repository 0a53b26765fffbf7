import type { Cause } from '../cause.ts';
import { accountQuota } from './account-quota.ts';
import { answerNotJson } from './answer-not-json.ts';
import { answerTooLarge } from './answer-too-large.ts';
import { apiKeyDisabled } from './api-key-disabled.ts';
import { apiKeyMissing } from './api-key-missing.ts';
import { apiKeySource } from './api-key-source.ts';
import { apiKeyWithoutPlan } from './api-key-without-plan.ts';
import { apisThrottled } from './apis-throttled.ts';
import { authorizerFails } from './authorizer-fails.ts';
import { backendUnreachable } from './backend-unreachable.ts';
import { badSignature } from './bad-signature.ts';
import { bodyInvalid } from './body-invalid.ts';
import { callbackHandler } from './callback-handler.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { codeStorageFull } from './code-storage-full.ts';
import { codeUnreadable } from './code-unreadable.ts';
import { concurrentModification } from './concurrent-modification.ts';
import { corsAnswer } from './cors-answer.ts';
import { corsCredentials } from './cors-credentials.ts';
import { corsErrorAnswer } from './cors-error-answer.ts';
import { corsHeader } from './cors-header.ts';
import { corsMethod } from './cors-method.ts';
import { corsNotSet } from './cors-not-set.ts';
import { corsOrigin } from './cors-origin.ts';
import { corsPreflight } from './cors-preflight.ts';
import { corsRedirect } from './cors-redirect.ts';
import { deniedByAuthorizer } from './denied-by-authorizer.ts';
import { deniedByPolicy } from './denied-by-policy.ts';
import { deploymentInUse } from './deployment-in-use.ts';
import { domainCertificate } from './domain-certificate.ts';
import { edgeEndpoint } from './edge-endpoint.ts';
import { endpointDisabled } from './endpoint-disabled.ts';
import { entrypointWrong } from './entrypoint-wrong.ts';
import { environmentWrong } from './environment-wrong.ts';
import { eventLoopEmpty } from './event-loop-empty.ts';
import { eventUnreadable } from './event-unreadable.ts';
import { expiredCredentials } from './expired-credentials.ts';
import { functionAnswers } from './function-answers.ts';
import { functionBroken } from './function-broken.ts';
import { functionExits } from './function-exits.ts';
import { functionFileSystem } from './function-file-system.ts';
import { functionGone } from './function-gone.ts';
import { functionKey } from './function-key.ts';
import { functionLoop } from './function-loop.ts';
import { functionNetwork } from './function-network.ts';
import { functionNotReady } from './function-not-ready.ts';
import { functionSnapshot } from './function-snapshot.ts';
import { functionThrottled } from './function-throttled.ts';
import { functionThrows } from './function-throws.ts';
import { functionTimesOut } from './function-times-out.ts';
import { handlerMissing } from './handler-missing.ts';
import { iamThrottled } from './iam-throttled.ts';
import { importRejected } from './import-rejected.ts';
import { integrationTimeout } from './integration-timeout.ts';
import { invokePermission } from './invoke-permission.ts';
import { itemRefused } from './item-refused.ts';
import { keyExists } from './key-exists.ts';
import { kmsGrant } from './kms-grant.ts';
import { lambdaFailed } from './lambda-failed.ts';
import { lambdaRate } from './lambda-rate.ts';
import { lambdaSettings } from './lambda-settings.ts';
import { logGroupExists } from './log-group-exists.ts';
import { logsRole } from './logs-role.ts';
import { malformedAnswer } from './malformed-answer.ts';
import { mediaType } from './media-type.ts';
import { metricsShared } from './metrics-shared.ts';
import { moduleMissing } from './module-missing.ts';
import { noIntegration } from './no-integration.ts';
import { noSuchRoute } from './no-such-route.ts';
import { noSuchStage } from './no-such-stage.ts';
import { notDeployed } from './not-deployed.ts';
import { notSigned } from './not-signed.ts';
import { outOfMemory } from './out-of-memory.ts';
import { parametersMissing } from './parameters-missing.ts';
import { patchNotAString } from './patch-not-a-string.ts';
import { planBeforeStage } from './plan-before-stage.ts';
import { planInUse } from './plan-in-use.ts';
import { policyTooLong } from './policy-too-long.ts';
import { privateEndpoint } from './private-endpoint.ts';
import { provisionedAndWeighted } from './provisioned-and-weighted.ts';
import { quotaUsedUp } from './quota-used-up.ts';
import { requestTooLarge } from './request-too-large.ts';
import { requestTooLong } from './request-too-long.ts';
import { rightMissing } from './right-missing.ts';
import { roleNotAssumable } from './role-not-assumable.ts';
import { runtimeRetired } from './runtime-retired.ts';
import { secretExpired } from './secret-expired.ts';
import { secretMissing } from './secret-missing.ts';
import { settingsDropped } from './settings-dropped.ts';
import { stageVariable } from './stage-variable.ts';
import { staleCache } from './stale-cache.ts';
import { staleRoutes } from './stale-routes.ts';
import { syntaxError } from './syntax-error.ts';
import { tableMissing } from './table-missing.ts';
import { tableThrottled } from './table-throttled.ts';
import { templateFails } from './template-fails.ts';
import { throttledByAccount } from './throttled-by-account.ts';
import { throttledByPlan } from './throttled-by-plan.ts';
import { throttledByStage } from './throttled-by-stage.ts';
import { ttlOnceAnHour } from './ttl-once-an-hour.ts';
import { unauthorized } from './unauthorized.ts';
import { updateInProgress } from './update-in-progress.ts';
import { wafAssociated } from './waf-associated.ts';
import { wafBlocked } from './waf-blocked.ts';
import { wafNotReady } from './waf-not-ready.ts';

/**
 * The causes that a request may meet. The other causes are about texts of people and of AWS outside of requests. In the
 * log of a request, such words have another meaning.
 */
export const OF_REQUESTS: readonly Cause[] = [
  // Causes before the integration, in the order in which API Gateway checks a request, and then by frequency.
  apiKeyMissing,
  apiKeyDisabled,
  apiKeyWithoutPlan,
  apiKeySource,
  noSuchRoute,
  notSigned,
  noSuchStage,
  endpointDisabled,
  privateEndpoint,
  deniedByAuthorizer,
  deniedByPolicy,
  wafBlocked,
  badSignature,
  expiredCredentials,
  unauthorized,
  authorizerFails,
  throttledByPlan,
  quotaUsedUp,
  throttledByStage,
  throttledByAccount,
  parametersMissing,
  bodyInvalid,
  mediaType,
  requestTooLarge,
  requestTooLong,
  // Causes in the integration.
  rightMissing,
  moduleMissing,
  handlerMissing,
  callbackHandler,
  syntaxError,
  entrypointWrong,
  secretMissing,
  secretExpired,
  environmentWrong,
  tableMissing,
  tableThrottled,
  itemRefused,
  functionThrows,
  functionAnswers,
  malformedAnswer,
  functionTimesOut,
  outOfMemory,
  functionExits,
  eventLoopEmpty,
  answerNotJson,
  answerTooLarge,
  invokePermission,
  functionBroken,
  functionThrottled,
  kmsGrant,
  stageVariable,
  templateFails,
  integrationTimeout,
  backendUnreachable,
  runtimeRetired,
  codeUnreadable,
  functionNetwork,
  functionFileSystem,
  functionKey,
  functionSnapshot,
  functionNotReady,
  functionGone,
  functionLoop,
  eventUnreadable,
  lambdaFailed,
  // Causes in the browser.
  corsNotSet,
  corsOrigin,
  corsPreflight,
  corsRedirect,
  corsMethod,
  corsHeader,
  corsCredentials,
  corsErrorAnswer,
  corsAnswer,
];

/** All causes, the most likely first. Causes that look alike are reported in this order. */
export const CAUSES: readonly Cause[] = [
  ...OF_REQUESTS,
  staleCache,
  // Errors of AWS during a deploy, by this tool or by another one.
  apisThrottled,
  iamThrottled,
  lambdaRate,
  concurrentModification,
  importRejected,
  noIntegration,
  deploymentInUse,
  patchNotAString,
  logsRole,
  roleNotAssumable,
  updateInProgress,
  keyExists,
  planInUse,
  planBeforeStage,
  logGroupExists,
  wafNotReady,
  wafAssociated,
  provisionedAndWeighted,
  domainCertificate,
  ttlOnceAnHour,
  settingsDropped,
  staleRoutes,
  notDeployed,
  edgeEndpoint,
  metricsShared,
  codeStorageFull,
  accountQuota,
  policyTooLong,
  changedMeanwhile,
  lambdaSettings,
];
