/** The report about an API that somebody else made: what a deploy changes, what is lost, and what stays. Pure. */
import { functionOfUri } from '../../aws/hand-made/function-uri.ts';
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { type LiveApi, operationsIn } from './live-api.ts';

/** `name` is the name of the app in the project. */
export function findingsAbout(live: LiveApi, name: string): Finding[] {
  return [
    ...aboutApi(live, name),
    ...live.functions.flatMap((fn) => aboutFunction(fn, live)),
    ...aboutSurroundings(live),
  ];
}

function aboutApi(live: LiveApi, name: string): Finding[] {
  const { id, api, stage, otherStages, document } = live;
  const place = `API ${api.name} (${id})`;
  const stack = api.tags?.['aws:cloudformation:stack-name'];
  const ofStage = `stage ${stage.stageName}`;
  const all: (Finding | false)[] = [
    stack !== undefined && {
      about: 'lost',
      place,
      says: `It belongs to the CloudFormation stack ${stack}, whose next update would put its own definition back. Give its resources DeletionPolicy: Retain and remove them from the stack before the deploy.`,
    },
    api.name !== `${name}-${stage.stageName}` && {
      about: 'changes',
      place,
      says: `Its name becomes ${name}-${stage.stageName}, by which metrics and searches find it. ID and URL stay.`,
    },
    {
      about: 'changes',
      place,
      says: 'Errors of API Gateway itself (403, 429 …) have the envelope {code, message, details, requestId} after the deploy.',
    },
    unvalidated(document).length > 0 && {
      about: 'changes',
      place,
      says: `API Gateway checks parameters and bodies against the contract after the deploy, which it does not do now in ${unvalidated(document).join(', ')}: callers who send others get 400.`,
    },
    otherStages.length > 0 && {
      about: 'stays',
      place,
      says: `Its other stages (${otherStages.join(', ')}) keep serving what they serve. apikit does not manage them, and destroy does not delete the API while it has them.`,
    },
    api.disableExecuteApiEndpoint === true && {
      about: 'lost',
      place,
      says: 'Its own URL is disabled, and works again after the deploy unless the stage has its domain and endpoint: { executeApi: false } in apikit.yaml.',
    },
    stage.accessLogSettings?.destinationArn === undefined
      ? { about: 'changes', place: ofStage, says: 'It has no access log, and gets one.' }
      : {
          about: 'changes',
          place: ofStage,
          says: `Its access log goes to a log group of apikit, in apikit's format, and no longer to ${stage.accessLogSettings.destinationArn}.`,
        },
    stage.canarySettings !== undefined && {
      about: 'lost',
      place: ofStage,
      says: 'It has a canary, under which no release goes live. End it in the console before the deploy.',
    },
    stage.clientCertificateId !== undefined && {
      about: 'lost',
      place: ofStage,
      says: `Its client certificate ${stage.clientCertificateId} is not in the project.`,
    },
    stage.cacheClusterEnabled === true && {
      about: 'lost',
      place: ofStage,
      says: 'Only the size of its cache is in the project. Say with x-apikit: { cache: … } in openapi.yaml which operations are cached.',
    },
  ];
  return [...all.filter((one): one is Finding => one !== false), ...aboutAuthorizers(live)];
}

/** The operations that declare parameters or bodies and have no validator. */
function unvalidated(document: Json): string[] {
  const validator = document['x-amazon-apigateway-request-validator'];
  return operationsIn(document).flatMap(({ route, operation }) => {
    const parameters = [operation.parameters].flat().map(objectOf);
    const declares =
      operation.requestBody !== undefined || parameters.some((one) => one.required === true && one.in !== 'path');
    return declares && (operation['x-amazon-apigateway-request-validator'] ?? validator) === undefined ? [route] : [];
  });
}

function aboutAuthorizers({ document, stage }: LiveApi): Finding[] {
  const schemes = Object.entries(objectOf(objectOf(document.components).securitySchemes));
  return schemes.flatMap(([scheme, value]) => {
    const { authorizerUri } = objectOf(objectOf(value)['x-amazon-apigateway-authorizer']);
    const called = functionOfUri(textOf(authorizerUri) ?? '', stage.variables);
    if (!called) return [];
    return [
      {
        about: 'lost' as const,
        place: `authorizer ${scheme}`,
        says: `The function ${called.name} decides. In apikit an authorizer is part of the project: take its code over into what \`apikit add authorizer ${scheme}\` writes. Nothing is deployed before.`,
      },
    ];
  });
}

function aboutFunction(fn: LiveApi['functions'][number], { functions }: LiveApi): Finding[] {
  const { name, configuration, role, openToAllApis, retentionDays } = fn;
  const place = `function ${name}`;
  const { Layers = [], FileSystemConfigs = [], KMSKeyArn, SnapStart, Timeout = 3 } = configuration;
  const all: (Finding | false)[] = [
    openToAllApis && {
      about: 'changes',
      place,
      says: 'Every API of every account may invoke it. Only this API may invoke the new function.',
    },
    retentionDays === undefined && {
      about: 'changes',
      place,
      says: 'Its log is kept for ever. The log of the new function is kept for 30 days: see logs.retentionDays.',
    },
    Timeout > GATEWAY_TIMEOUT && {
      about: 'changes',
      place,
      says: `It may run for ${Timeout} seconds, and API Gateway waits for ${GATEWAY_TIMEOUT}. The new function has ${GATEWAY_TIMEOUT}.`,
    },
    Layers.length > 0 && {
      about: 'lost',
      place,
      says: `It has the layers ${Layers.map(({ Arn }) => Arn).join(', ')}. Install what they contain as packages of the project, or name them in function.layers with the packages that they provide.`,
    },
    FileSystemConfigs.length > 0 && {
      about: 'lost',
      place,
      says: 'It mounts a file system, which apikit does not do.',
    },
    KMSKeyArn !== undefined && {
      about: 'lost',
      place,
      says: `Its environment is encrypted with ${KMSKeyArn}. Write encryption: { key: … } for that.`,
    },
    SnapStart?.ApplyOn === 'PublishedVersions' && {
      about: 'lost',
      place,
      says: 'It has SnapStart. Write function.snapStart: true for that.',
    },
    {
      about: 'stays',
      place,
      says: `It, its role ${role.slice(role.lastIndexOf('/') + 1)} and its log stay as they are. The API does not call it after the deploy: when nothing else does, delete it with aws lambda delete-function --function-name ${name}.`,
    },
  ];
  const joined: Finding[] =
    functions.length > 1 && fn === functions[0]
      ? [
          {
            about: 'changes',
            place: functions.map((one) => `function ${one.name}`).join(', '),
            says: 'They become one function with a router (handler.mjs), which has the most memory and time of them, and all of their permissions and variables.',
          },
        ]
      : [];
  return [...joined, ...all.filter((one): one is Finding => one !== false)];
}

function aboutSurroundings({ alarms, domains }: LiveApi): Finding[] {
  const ofAlarms = alarms.map(({ AlarmName, Dimensions = [] }): Finding => {
    const stays = Dimensions.every(({ Name }) => Name === 'TableName' || Name === 'Operation');
    return stays
      ? { about: 'stays', place: `alarm ${AlarmName}`, says: 'It watches a table, and goes on watching it.' }
      : {
          about: 'lost',
          place: `alarm ${AlarmName}`,
          says: 'It watches the API or a function by its old name, and gets no data after the deploy. apikit creates alarms of its own: see alarms in apikit.yaml, and delete this one.',
        };
  });
  const ofDomains = domains.map(
    (domain): Finding => ({
      about: 'stays',
      place: `domain ${domain}`,
      says: 'It keeps leading to the API. Write domain in the stage if apikit should manage it.',
    }),
  );
  return [...ofAlarms, ...ofDomains];
}
