/**
 * The documents of `apikit ci init codepipeline`: the inputs of `create-pipeline` and `create-project`, and the
 * policies of their roles. docs/aws/codepipeline.md has the sources. Pure.
 */
import type { RenderedFile } from '../render.ts';
import type { Connection, PipelineAnswers } from './answers.ts';

const CONNECTION_ARN =
  /^arn:(aws[\w-]*):(?:codeconnections|codestar-connections):([\w-]+):(\d{12}):connection\/[\w-]+$/;

/** Returns `undefined` if the text is not the ARN of a connection. */
export function connectionOf(arn: string, repository: string): Connection | undefined {
  const [, partition, region, account] = CONNECTION_ARN.exec(arn) ?? [];
  return partition === undefined || region === undefined || account === undefined
    ? undefined
    : { arn, partition, region, account, repository };
}

interface Build {
  /** The name of its files, and of its project and role after the name of the app. */
  readonly name: string;
  readonly buildspec: string;
}

/** The projects in the order in which the pipeline starts them. */
export function buildsOf({ staging, production }: PipelineAnswers): Build[] {
  return [
    { name: 'check', buildspec: 'check.yml' },
    ...(staging ? [{ name: `deploy-${staging.stage}`, buildspec: 'deploy.yml' }] : []),
    { name: `release-${production.stage}`, buildspec: 'release.yml' },
  ];
}

/** The name of a bucket has 63 characters at most. */
export function bucketOf(app: string, { account, region }: Connection): string {
  const rest = `-pipeline-${account}-${region}`;
  return `${app.toLowerCase().slice(0, 63 - rest.length)}${rest}`;
}

/** Returns the documents with their names in the folder `codepipeline`. */
export function codepipelineFiles(answers: PipelineAnswers, connection: Connection): RenderedFile[] {
  const { app } = answers;
  const { partition, region, account } = connection;
  const builds = buildsOf(answers);
  const project = ({ name }: Build) => `arn:${partition}:codebuild:${region}:${account}:project/${app}-${name}`;
  const json = (path: string, document: object) => ({ path, contents: `${JSON.stringify(document, null, 2)}\n` });
  return [
    json('pipeline.json', pipelineInput(answers, connection, builds)),
    // The documentation of CodePipeline has no condition (docs/aws/codepipeline.md).
    json('trust-pipeline.json', serviceTrust('codepipeline')),
    json('policy-pipeline.json', pipelinePolicy(app, connection, builds.map(project))),
    ...builds.flatMap((build) => [
      json(`project-${build.name}.json`, projectInput(answers, connection, build)),
      json(`trust-${build.name}.json`, serviceTrust('codebuild', project(build))),
      json(`policy-${build.name}.json`, buildPolicy(app, connection, build)),
    ]),
  ];
}

function pipelineInput({ app, branch, folder }: PipelineAnswers, connection: Connection, builds: readonly Build[]) {
  const action = (name: string, category: string, provider: string, more: object) => ({
    name,
    actions: [{ name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, ...more }],
  });
  const build = ({ name }: Build) =>
    action(name, 'Build', 'CodeBuild', {
      configuration: { ProjectName: `${app}-${name}` },
      inputArtifacts: [{ name: 'source' }],
    });
  return {
    pipeline: {
      name: app,
      pipelineType: 'V2',
      // A deploy that has begun is never cut off.
      executionMode: 'QUEUED',
      roleArn: roleOf(app, connection, 'pipeline'),
      artifactStore: { type: 'S3', location: bucketOf(app, connection) },
      stages: [
        action('source', 'Source', 'CodeStarSourceConnection', {
          configuration: {
            ConnectionArn: connection.arn,
            FullRepositoryId: connection.repository,
            BranchName: branch,
            DetectChanges: 'false',
          },
          outputArtifacts: [{ name: 'source' }],
        }),
        ...builds.slice(0, -1).map(build),
        // Somebody decides when the release goes live.
        action('approve', 'Approval', 'Manual', {}),
        ...builds.slice(-1).map(build),
      ],
      triggers: [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: {
            sourceActionName: 'source',
            push: [
              {
                branches: { includes: [branch] },
                ...(folder !== '' && { filePaths: { includes: [`${folder}/**`] } }),
              },
            ],
          },
        },
      ],
    },
  };
}

function projectInput({ app, folder, python, hasLock }: PipelineAnswers, connection: Connection, build: Build) {
  const { name, buildspec } = build;
  const image = python === undefined ? 'node:__node__' : 'python:__python__';
  const path = folder === '' ? '' : `${folder}/`;
  return {
    name: `${app}-${name}`,
    source: { type: 'CODEPIPELINE', buildspec: `${path}codepipeline/${buildspec}` },
    artifacts: { type: 'CODEPIPELINE' },
    // npm's downloads of the last build.
    cache: hasLock ? { type: 'S3', location: `${bucketOf(app, connection)}/cache` } : { type: 'NO_CACHE' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: `public.ecr.aws/docker/library/${image}`,
      computeType: 'BUILD_GENERAL1_SMALL',
      imagePullCredentialsType: 'SERVICE_ROLE',
    },
    serviceRole: roleOf(app, connection, name),
    timeoutInMinutes: 30,
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: `/aws/codebuild/${app}-${name}` } },
  };
}

const roleOf = (app: string, { partition, account }: Connection, name: string) =>
  `arn:${partition}:iam::${account}:role/${app}-${name}`;

const allow = (actions: readonly string[], resources: readonly string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
});

const policy = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });

const artifacts = (app: string, connection: Connection) =>
  allow(
    ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    [`arn:${connection.partition}:s3:::${bucketOf(app, connection)}/*`],
  );

/** With an ARN, only the resource that has it can make the service assume the role. */
const serviceTrust = (service: 'codebuild' | 'codepipeline', arn?: string) =>
  policy({
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
    ...(arn !== undefined && { Condition: { StringEquals: { 'aws:SourceArn': arn } } }),
  });

function pipelinePolicy(app: string, connection: Connection, projects: readonly string[]) {
  // The ARN has the name of the service that created the connection, and the permission has either name.
  return policy(
    allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], [connection.arn]),
    allow(['codebuild:StartBuild', 'codebuild:BatchGetBuilds'], projects),
    artifacts(app, connection),
  );
}

function buildPolicy(app: string, connection: Connection, { name }: Build) {
  const { partition, region, account } = connection;
  const group = `arn:${partition}:logs:${region}:${account}:log-group:/aws/codebuild/${app}-${name}`;
  const reports = `arn:${partition}:codebuild:${region}:${account}:report-group/${app}-${name}-*`;
  return policy(
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], [group, `${group}:*`]),
    artifacts(app, connection),
    ...(name === 'check'
      ? [
          allow(
            [
              'codebuild:CreateReportGroup',
              'codebuild:CreateReport',
              'codebuild:UpdateReport',
              'codebuild:BatchPutTestCases',
            ],
            [reports],
          ),
        ]
      : []),
  );
}
