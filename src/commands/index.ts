/** All commands with their one-line summaries. The code of a command is imported only if the command runs. */
import type { CommandEntry } from './parts/command.ts';

export const COMMANDS: readonly CommandEntry[] = [
  { path: 'init', summary: 'create a new API project', load: async () => (await import('./init.ts')).init },
  {
    path: 'adopt',
    summary: 'make a project of an API that was made by hand',
    load: async () => (await import('./adopt.ts')).adopt,
  },
  {
    path: 'import sam',
    summary: 'make a project of a SAM template and the code beside it',
    load: async () => (await import('./import/sam.ts')).importSam,
  },
  {
    path: 'import serverless',
    summary: 'make a project of a service of the Serverless Framework and the code beside it',
    load: async () => (await import('./import/serverless.ts')).importServerless,
  },
  {
    path: 'import chalice',
    summary: 'make a project of a Chalice app',
    load: async () => (await import('./import/chalice.ts')).importChalice,
  },
  {
    path: 'import terraform',
    summary: 'make a project of a REST API in Terraform and the code of its functions',
    load: async () => (await import('./import/terraform.ts')).importTerraform,
  },
  {
    path: 'dev',
    summary: 'run the project on this machine, and deploy it again at every save',
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    path: 'console',
    summary: 'open a page for a stage: requests, tables, releases, logs, metrics and keys',
    load: async () => (await import('./console.ts')).webConsole,
  },
  {
    path: 'add resource',
    summary: 'add a resource: its table, operations and schemas',
    load: async () => (await import('./add/resource.ts')).addResource,
  },
  {
    path: 'validate',
    summary: 'check apikit.yaml, the contract and the handler',
    load: async () => (await import('./validate.ts')).validate,
  },
  { path: 'plan', summary: 'show what deploy would change', load: async () => (await import('./plan.ts')).plan },
  {
    path: 'deploy',
    summary: 'deploy the project to a stage',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  {
    path: 'status',
    summary: 'show what a stage serves, and its resources',
    load: async () => (await import('./status.ts')).status,
  },
  {
    path: 'domain status',
    summary: 'look at the custom domain of a stage from outside: DNS, TLS, mapping, release',
    load: async () => (await import('./domain/status.ts')).domainStatus,
  },
  {
    path: 'cache flush',
    summary: 'discard all cached responses of a stage',
    load: async () => (await import('./cache/flush.ts')).cacheFlush,
  },
  {
    path: 'load',
    summary: 'send requests at a constant rate, and compare latency and errors with goals',
    load: async () => (await import('./load.ts')).load,
  },
  {
    path: 'tune',
    summary: 'measure the function with other sizes of memory, and compare time and cost',
    load: async () => (await import('./tune.ts')).tune,
  },
  {
    path: 'releases',
    summary: 'list the releases of a stage and their changes',
    load: async () => (await import('./releases.ts')).releases,
  },
  {
    path: 'releases show',
    summary: 'show a release, and compare its contract with the live one',
    load: async () => (await import('./releases/show.ts')).releasesShow,
  },
  {
    path: 'rollback',
    summary: 'roll back a stage to an earlier release',
    load: async () => (await import('./rollback.ts')).rollback,
  },
  {
    path: 'promote',
    summary: 'deploy the release of one stage to another: same contract, same code',
    load: async () => (await import('./promote.ts')).promote,
  },
  {
    path: 'canary start',
    summary: 'give a share of the requests to another release',
    load: async () => (await import('./canary/start.ts')).canaryStart,
  },
  {
    path: 'canary status',
    summary: 'show the canary and its share',
    load: async () => (await import('./canary/status.ts')).canaryStatus,
  },
  {
    path: 'canary watch',
    summary: 'compare the canary with the stable release, and end or promote it',
    load: async () => (await import('./canary/watch.ts')).canaryWatch,
  },
  {
    path: 'canary promote',
    summary: 'let the canary serve all requests',
    load: async () => (await import('./canary/promote.ts')).canaryPromote,
  },
  {
    path: 'canary abort',
    summary: 'end the canary: the stable release gets all requests',
    load: async () => (await import('./canary/abort.ts')).canaryAbort,
  },
  {
    path: 'list',
    summary: 'list all apps and stages of an account and region',
    load: async () => (await import('./list.ts')).list,
  },
  {
    path: 'destroy',
    summary: 'delete a stage; tables stay unless --delete-data',
    load: async () => (await import('./destroy.ts')).destroy,
  },
  {
    path: 'prune',
    summary: 'delete expired previews with all their resources',
    load: async () => (await import('./prune.ts')).prune,
  },
  {
    path: 'unlock',
    summary: "show who holds a stage's lock, and remove the lock",
    load: async () => (await import('./unlock.ts')).unlock,
  },
  {
    path: 'keys create',
    summary: 'create an API key and show its value once',
    load: async () => (await import('./keys/create.ts')).keysCreate,
  },
  {
    path: 'keys list',
    summary: 'list the API keys of a stage',
    load: async () => (await import('./keys/list.ts')).keysList,
  },
  {
    path: 'keys show',
    summary: 'show one API key, without its value',
    load: async () => (await import('./keys/show.ts')).keysShow,
  },
  {
    path: 'keys rotate',
    summary: 'give a client a new value; the old one works until a date',
    load: async () => (await import('./keys/rotate.ts')).keysRotate,
  },
  {
    path: 'keys finish',
    summary: 'disable the old value of a rotation now',
    load: async () => (await import('./keys/finish.ts')).keysFinish,
  },
  {
    path: 'keys disable',
    summary: 'disable keys until they are enabled again',
    load: async () => (await import('./keys/disable.ts')).keysDisable,
  },
  {
    path: 'keys enable',
    summary: 'enable a disabled or revoked key',
    load: async () => (await import('./keys/enable.ts')).keysEnable,
  },
  {
    path: 'keys revoke',
    summary: 'disable a key now, and delete it after some time',
    load: async () => (await import('./keys/revoke.ts')).keysRevoke,
  },
  {
    path: 'keys rename',
    summary: 'rename a key',
    load: async () => (await import('./keys/rename.ts')).keysRename,
  },
  {
    path: 'keys move',
    summary: 'move a key to another usage plan',
    load: async () => (await import('./keys/move.ts')).keysMove,
  },
  {
    path: 'keys prune',
    summary: 'disable and delete keys that have ended',
    load: async () => (await import('./keys/prune.ts')).keysPrune,
  },
  {
    path: 'keys import',
    summary: 'import keys with their values from a CSV file',
    load: async () => (await import('./keys/import.ts')).keysImport,
  },
  {
    path: 'keys usage',
    summary: 'show the use of keys by day, and how long their quotas last',
    load: async () => (await import('./keys/usage.ts')).keysUsage,
  },
  {
    path: 'plans list',
    summary: 'list the usage plans of a stage',
    load: async () => (await import('./plans/list.ts')).plansList,
  },
  {
    path: 'plans show',
    summary: 'show the limits of a usage plan, and its keys',
    load: async () => (await import('./plans/show.ts')).plansShow,
  },
  {
    path: 'plans extend',
    summary: 'set how many requests a key has left of its quota',
    load: async () => (await import('./plans/extend.ts')).plansExtend,
  },
  {
    path: 'alarms',
    summary: 'show the state of every alarm of a stage, and its changes',
    load: async () => (await import('./alarms.ts')).alarms,
  },
  {
    path: 'alarms test',
    summary: 'set an alarm to ALARM, to see whether its message arrives',
    load: async () => (await import('./alarms/test.ts')).alarmsTest,
  },
  {
    path: 'alarms silence',
    summary: 'silence the alarms of a stage for some time',
    load: async () => (await import('./alarms/silence.ts')).alarmsSilence,
  },
  {
    path: 'alarms unsilence',
    summary: "end the silence of a stage's alarms",
    load: async () => (await import('./alarms/unsilence.ts')).alarmsUnsilence,
  },
  {
    path: 'dashboard',
    summary: "show or open the address of a stage's CloudWatch dashboard",
    load: async () => (await import('./dashboard.ts')).dashboard,
  },
  {
    path: 'test',
    summary: 'check a running stage against its contract',
    load: async () => (await import('./test.ts')).test,
  },
  {
    path: 'smoke',
    summary: 'send the safe requests of the contract to a stage, and check the responses',
    load: async () => (await import('./smoke.ts')).smoke,
  },
  {
    path: 'add operation',
    summary: 'write a function for an operation of the contract',
    load: async () => (await import('./add/operation.ts')).addOperation,
  },
  {
    path: 'add authorizer',
    summary: 'add an authorizer to the project',
    load: async () => (await import('./add/authorizer.ts')).addAuthorizer,
  },
  {
    path: 'auth',
    summary: 'show who may call which operation, in the contract and in the live stage',
    load: async () => (await import('./auth.ts')).auth,
  },
  {
    path: 'users create',
    summary: 'add a user to a user pool of a stage',
    load: async () => (await import('./users/create.ts')).usersCreate,
  },
  {
    path: 'users token',
    summary: 'sign a user or a program in, and print the token',
    load: async () => (await import('./users/token.ts')).usersToken,
  },
  {
    path: 'openapi lint',
    summary: 'check an OpenAPI document for API Gateway',
    load: async () => (await import('./openapi/lint.ts')).openapiLint,
  },
  {
    path: 'openapi import',
    summary: 'create a project from an OpenAPI document, or merge it into this one',
    load: async () => (await import('./openapi/import.ts')).openapiImport,
  },
  {
    path: 'openapi docs',
    summary: 'write reference docs as one HTML page',
    load: async () => (await import('./openapi/docs.ts')).openapiDocs,
  },
  {
    path: 'openapi export',
    summary: 'print the OpenAPI document of a live stage',
    load: async () => (await import('./openapi/export.ts')).openapiExport,
  },
  {
    path: 'openapi client',
    summary: 'write a typed client of the API',
    load: async () => (await import('./openapi/client.ts')).openapiClient,
  },
  {
    path: 'export postman',
    summary: 'write the contract as a Postman collection',
    load: async () => (await import('./export/postman.ts')).exportPostman,
  },
  {
    path: 'export insomnia',
    summary: 'write the contract as a collection for Insomnia',
    load: async () => (await import('./export/insomnia.ts')).exportInsomnia,
  },
  {
    path: 'export bruno',
    summary: 'write the contract as a folder of requests for Bruno',
    load: async () => (await import('./export/bruno.ts')).exportBruno,
  },
  {
    path: 'export http',
    summary: 'write the contract as requests for an editor (.http)',
    load: async () => (await import('./export/http.ts')).exportHttp,
  },
  {
    path: 'export curl',
    summary: 'write the contract as a shell script of curl commands',
    load: async () => (await import('./export/curl.ts')).exportCurl,
  },
  {
    path: 'export cloudformation',
    summary: 'write a stage as a CloudFormation template that takes over its resources',
    load: async () => (await import('./export/cloudformation.ts')).exportCloudFormation,
  },
  {
    path: 'export sam',
    summary: 'write a stage as a template of AWS SAM that takes over its resources',
    load: async () => (await import('./export/sam.ts')).exportSam,
  },
  {
    path: 'export terraform',
    summary: 'write a stage as Terraform that takes over its resources',
    load: async () => (await import('./export/terraform.ts')).exportTerraform,
  },
  {
    path: 'export cdk',
    summary: 'write a stage as an app of AWS CDK that takes over its resources',
    load: async () => (await import('./export/cdk.ts')).exportCdk,
  },
  {
    path: 'tables restore',
    summary: 'restore a table to a point in time, beside the live one, and compare both',
    load: async () => (await import('./tables/restore.ts')).tablesRestore,
  },
  {
    path: 'tables switch',
    summary: 'serve a stage from a restored table, or from its own again',
    load: async () => (await import('./tables/switch.ts')).tablesSwitch,
  },
  {
    path: 'tables export',
    summary: 'write the items of a table as NDJSON',
    load: async () => (await import('./tables/export.ts')).tablesExport,
  },
  {
    path: 'tables import',
    summary: 'write items from NDJSON into a table, without overwriting any',
    load: async () => (await import('./tables/import.ts')).tablesImport,
  },
  {
    path: 'doctor',
    summary: 'find problems of this machine, the account, the project and a stage',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    path: 'explain',
    summary: 'explain the cause of a request, a response or an error in a stage',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    path: 'docs',
    summary: 'show the documentation of this version, also without a network',
    load: async () => (await import('./docs.ts')).docs,
  },
  {
    path: 'tail-logs',
    summary: 'follow access and function logs',
    load: async () => (await import('./tail-logs.ts')).tailLogs,
  },
  {
    path: 'logs search',
    summary: 'search days of logs for words, or with a Logs Insights query',
    load: async () => (await import('./logs/search.ts')).logsSearch,
  },
  {
    path: 'logs errors',
    summary: 'show each kind of error once, with its stack',
    load: async () => (await import('./logs/errors.ts')).logsErrors,
  },
  {
    path: 'metrics',
    summary: 'show requests, errors, latency, function and tables over time',
    load: async () => (await import('./metrics.ts')).metrics,
  },
  {
    path: 'throttled',
    summary: 'show which callers got 429, the limit, and what to raise',
    load: async () => (await import('./throttled.ts')).throttled,
  },
  {
    path: 'cost',
    summary: 'estimate what a stage costs in a month',
    load: async () => (await import('./cost.ts')).cost,
  },
  {
    path: 'policy deployer',
    summary: 'print the minimal policy to deploy a stage',
    load: async () => (await import('./policy/deployer.ts')).policyDeployer,
  },
  {
    path: 'policy ci',
    summary: 'print the trust policy of a role for the jobs of GitHub or GitLab',
    load: async () => (await import('./policy/ci.ts')).policyCi,
  },
  {
    path: 'policy runtime',
    summary: "show the permissions of a stage's functions, as deployed",
    load: async () => (await import('./policy/runtime.ts')).policyRuntime,
  },
  {
    path: 'policy reader',
    summary: 'print the minimal policy to read a stage',
    load: async () => (await import('./policy/reader.ts')).policyReader,
  },
  {
    path: 'ci init',
    summary: 'write the pipeline that checks, deploys and promotes the project',
    load: async () => (await import('./ci/init.ts')).ciInit,
  },
  {
    path: 'local start',
    summary: 'start the embedded cloud',
    load: async () => (await import('./local/start.ts')).localStart,
  },
  {
    path: 'local stop',
    summary: 'stop the embedded cloud',
    load: async () => (await import('./local/stop.ts')).localStop,
  },
  {
    path: 'local status',
    summary: 'show whether the embedded cloud runs',
    load: async () => (await import('./local/status.ts')).localStatus,
  },
  {
    path: 'local reset',
    summary: 'delete everything in the embedded cloud',
    load: async () => (await import('./local/reset.ts')).localReset,
  },
  {
    path: 'mcp',
    summary: 'serve plan, logs, docs and other commands to coding agents, over MCP',
    load: async () => (await import('./mcp.ts')).mcp(COMMANDS),
  },
  {
    path: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion(COMMANDS),
  },
];

/** The summaries of the nouns that group commands. */
export const GROUPS: Readonly<Record<string, string>> = {
  add: 'add resources, operations and authorizers to the project',
  keys: 'manage the API keys of a stage',
  plans: 'show the usage plans of a stage, and extend their quotas',
  canary: 'give another release a share of the requests',
  cache: 'empty the cache of a stage',
  domain: 'look at the custom domain of a stage',
  releases: 'list the releases of a stage and their changes',
  alarms: 'show, test and silence the alarms of a stage',
  import: 'make a project of a project for another tool',
  openapi: 'check, import, export and document OpenAPI documents, and write clients',
  export: 'write the contract or a stage in the formats of other tools',
  logs: 'search the logs of a stage; tail-logs follows them',
  ci: 'write a pipeline for GitHub or GitLab',
  local: 'manage the embedded cloud on this machine',
  policy: 'print IAM policies and permissions',
  tables: 'restore, export and import the tables of a stage',
  users: "manage the users of a stage's user pools",
};
