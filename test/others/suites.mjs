/**
 * The suites. Each has a name, a sentence about it for the page, and `run`, which resolves to its results
 * (`judge.mjs`). `missing` returns a program that the suite needs and this machine has not. A suite with `isIn` runs
 * from a folder only.
 */
import { awsCli } from './aws-cli.mjs';
import { boto3, go, java } from './clients.mjs';
import { dynalite } from './dynalite.mjs';
import { dynamodbConformance } from './dynamodb-conformance.mjs';
import { moto } from './moto.mjs';
import { onMoto } from './on-moto.mjs';

export const SUITES = [awsCli, boto3, go, java, onMoto, moto, dynamodbConformance, dynalite];
