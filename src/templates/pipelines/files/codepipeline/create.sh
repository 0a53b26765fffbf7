#!/bin/sh
# Made by `apikit ci init codepipeline`. Run it once in the folder of the project, with the credentials of an
# administrator of the account __account__. It creates the bucket, the roles, the projects and the pipeline.
set -eu
export AWS_REGION=__pipelineRegion__ AWS_DEFAULT_REGION=__pipelineRegion__
files=file://codepipeline

aws s3 mb s3://__bucket__

# The pipeline starts the projects, and each project has only its own permissions.
for name in __projects__; do
  aws iam create-role --role-name "__app__-$name" --assume-role-policy-document "$files/trust-$name.json"
  aws iam put-role-policy --role-name "__app__-$name" --policy-name pipeline --policy-document "$files/policy-$name.json"
done

# Print these policies again when a setting needs more permissions (docs/policy.md).
policy=$(mktemp)
#? staging
apikit policy deployer --stage __staging__ --account __account__ > "$policy"
aws iam put-role-policy --role-name "__app__-deploy-__staging__" --policy-name deployer --policy-document "file://$policy"
#? end
apikit policy deployer --stage __production__ --account __account__ > "$policy"
aws iam put-role-policy --role-name "__app__-release-__production__" --policy-name deployer --policy-document "file://$policy"
#? promoted
# `promote` also reads the stage that it promotes from.
apikit policy deployer --stage __staging__ --account __account__ > "$policy"
aws iam put-role-policy --role-name "__app__-release-__production__" --policy-name staging --policy-document "file://$policy"
#? end

# CodeBuild refuses a role that is not known everywhere yet.
sleep 15
for name in __builds__; do
  aws codebuild create-project --cli-input-json "$files/project-$name.json"
done
aws codepipeline create-pipeline --cli-input-json "$files/pipeline.json"
