terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
}

provider "aws" {
  region = var.region
}

variable "region" {
  default = "eu-central-1"
}

variable "prefix" {
  type    = string
  default = "orders"
}

variable "password" {
  sensitive = true
  default   = "never-shown"
}

locals {
  name = "${var.prefix}-${terraform.workspace}"
  role = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_dynamodb_table" "orders_table" {
  name         = var.prefix
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "customer"
    type = "S"
  }

  global_secondary_index {
    name            = "by-customer"
    hash_key        = "customer"
    projection_type = "ALL"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }
}

resource "aws_sqs_queue" "mail" {
  visibility_timeout_seconds = 60
}

resource "aws_iam_role" "lambda" {
  assume_role_policy = local.role
}

resource "aws_iam_role_policy" "lambda" {
  role   = aws_iam_role.lambda.id
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:GetItem"], "Resource": "${aws_dynamodb_table.orders_table.arn}" },
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prices/*" }
      ]
    }
  POLICY
}

resource "aws_s3_bucket" "prices" {}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "orders" {
  function_name    = local.name
  filename         = data.archive_file.code.output_path
  source_code_hash = data.archive_file.code.output_base64sha256
  handler          = "orders.handler"
  runtime          = "nodejs22.x"
  role             = aws_iam_role.lambda.arn
  memory_size      = 256
  timeout          = 10

  environment {
    variables = {
      TABLE    = aws_dynamodb_table.orders_table.name
      PASSWORD = var.password
      BUCKET   = aws_s3_bucket.prices.bucket
    }
  }
}

resource "aws_lambda_function" "door" {
  function_name = "door"
  filename      = data.archive_file.code.output_path
  handler       = "door.handler"
  runtime       = "nodejs22.x"
  role          = aws_iam_role.lambda.arn
}

resource "aws_lambda_function" "mailer" {
  function_name = "mailer"
  filename      = data.archive_file.code.output_path
  handler       = "mailer.handler"
  runtime       = "nodejs22.x"
  role          = aws_iam_role.lambda.arn
}

resource "aws_lambda_event_source_mapping" "mailer" {
  event_source_arn = aws_sqs_queue.mail.arn
  function_name    = aws_lambda_function.mailer.arn
  batch_size       = 5
}
