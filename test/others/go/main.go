// Uses the embedded cloud with the AWS SDK for Go. Each line of its output is the result of one step.
package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/apigateway"
	apigatewaytypes "github.com/aws/aws-sdk-go-v2/service/apigateway/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logstypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"lambda.amazonaws.com"}}]}`
const handler = `exports.handler = async (event) => ({ statusCode: 200, body: 'hello ' + event.path });`

var ctx = context.Background()

func step(name string, run func() error) {
	result := map[string]string{"test": name, "outcome": "passed"}
	if err := run(); err != nil {
		result["outcome"] = "failed"
		result["said"] = err.Error()
	}
	line, _ := json.Marshal(result)
	fmt.Println(string(line))
}

// Returns an error if the two values differ.
func same(got, want any) error {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		return fmt.Errorf("got %v instead of %v", got, want)
	}
	return nil
}

func main() {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	step("sts: GetCallerIdentity", func() error {
		out, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		if err != nil {
			return err
		}
		return same(*out.Account, "000000000000")
	})
	step("dynamodb: a table, its waiter, an item and a query in pages", func() error { return table(dynamodb.NewFromConfig(cfg)) })
	step("ssm: a parameter", func() error {
		client := ssm.NewFromConfig(cfg)
		input := &ssm.PutParameterInput{Name: aws.String("/go/x"), Value: aws.String("v"), Type: ssmtypes.ParameterTypeSecureString}
		if _, err := client.PutParameter(ctx, input); err != nil {
			return err
		}
		out, err := client.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/go/x"), WithDecryption: aws.Bool(true)})
		if err != nil {
			return err
		}
		return same(*out.Parameter.Value, "v")
	})
	step("secretsmanager: a secret", func() error {
		client := secretsmanager.NewFromConfig(cfg)
		if _, err := client.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: aws.String("go"), SecretString: aws.String("s")}); err != nil {
			return err
		}
		out, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String("go")})
		if err != nil {
			return err
		}
		return same(*out.SecretString, "s")
	})
	step("cloudwatch: a metric", func() error { return metric(cloudwatch.NewFromConfig(cfg)) })
	step("logs: a log event", func() error { return logEvent(cloudwatchlogs.NewFromConfig(cfg)) })
	step("sns: a topic", func() error {
		_, err := sns.NewFromConfig(cfg).CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("go")})
		return err
	})
	step("cognito-idp: a user pool", func() error {
		input := &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("go")}
		_, err := cognitoidentityprovider.NewFromConfig(cfg).CreateUserPool(ctx, input)
		return err
	})
	step("iam, lambda, apigateway: a function behind an API", func() error { return api(cfg) })
}

func table(client *dynamodb.Client) error {
	name := aws.String("go-table")
	_, err := client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            name,
		BillingMode:          dynamodbtypes.BillingModePayPerRequest,
		AttributeDefinitions: []dynamodbtypes.AttributeDefinition{{AttributeName: aws.String("p"), AttributeType: "S"}, {AttributeName: aws.String("s"), AttributeType: "N"}},
		KeySchema:            []dynamodbtypes.KeySchemaElement{{AttributeName: aws.String("p"), KeyType: "HASH"}, {AttributeName: aws.String("s"), KeyType: "RANGE"}},
	})
	if err != nil {
		return err
	}
	if err := dynamodb.NewTableExistsWaiter(client).Wait(ctx, &dynamodb.DescribeTableInput{TableName: name}, time.Minute); err != nil {
		return err
	}
	for number := range 5 {
		item := map[string]dynamodbtypes.AttributeValue{"p": &dynamodbtypes.AttributeValueMemberS{Value: "a"}, "s": &dynamodbtypes.AttributeValueMemberN{Value: fmt.Sprint(number)}}
		if _, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: name, Item: item}); err != nil {
			return err
		}
	}
	pages := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName:                 name,
		Limit:                     aws.Int32(2),
		KeyConditionExpression:    aws.String("p = :p"),
		ExpressionAttributeValues: map[string]dynamodbtypes.AttributeValue{":p": &dynamodbtypes.AttributeValueMemberS{Value: "a"}},
	})
	found := 0
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		found += len(page.Items)
	}
	return same(found, 5)
}

func metric(client *cloudwatch.Client) error {
	data := []cloudwatchtypes.MetricDatum{{MetricName: aws.String("m"), Value: aws.Float64(3)}}
	if _, err := client.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: aws.String("go"), MetricData: data}); err != nil {
		return err
	}
	out, err := client.GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
		Namespace:  aws.String("go"),
		MetricName: aws.String("m"),
		StartTime:  aws.Time(time.Now().Add(-time.Hour)),
		EndTime:    aws.Time(time.Now().Add(time.Hour)),
		Period:     aws.Int32(60),
		Statistics: []cloudwatchtypes.Statistic{cloudwatchtypes.StatisticSum},
	})
	if err != nil {
		return err
	}
	return same(len(out.Datapoints), 1)
}

func logEvent(client *cloudwatchlogs.Client) error {
	group, stream := aws.String("/go"), aws.String("s")
	if _, err := client.CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: group}); err != nil {
		return err
	}
	if _, err := client.CreateLogStream(ctx, &cloudwatchlogs.CreateLogStreamInput{LogGroupName: group, LogStreamName: stream}); err != nil {
		return err
	}
	events := []logstypes.InputLogEvent{{Message: aws.String("hello"), Timestamp: aws.Int64(time.Now().UnixMilli())}}
	if _, err := client.PutLogEvents(ctx, &cloudwatchlogs.PutLogEventsInput{LogGroupName: group, LogStreamName: stream, LogEvents: events}); err != nil {
		return err
	}
	out, err := client.FilterLogEvents(ctx, &cloudwatchlogs.FilterLogEventsInput{LogGroupName: group})
	if err != nil {
		return err
	}
	return same(len(out.Events), 1)
}

func api(cfg aws.Config) error {
	role, err := iam.NewFromConfig(cfg).CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("go"), AssumeRolePolicyDocument: aws.String(trust)})
	if err != nil {
		return err
	}
	var code bytes.Buffer
	archive := zip.NewWriter(&code)
	file, _ := archive.Create("index.js")
	_, _ = file.Write([]byte(handler))
	_ = archive.Close()
	functions := lambda.NewFromConfig(cfg)
	function, err := functions.CreateFunction(ctx, &lambda.CreateFunctionInput{
		FunctionName: aws.String("go"),
		Role:         role.Role.Arn,
		Runtime:      lambdatypes.RuntimeNodejs22x,
		Handler:      aws.String("index.handler"),
		Code:         &lambdatypes.FunctionCode{ZipFile: code.Bytes()},
	})
	if err != nil {
		return err
	}
	if err := lambda.NewFunctionActiveV2Waiter(functions).Wait(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("go")}, time.Minute); err != nil {
		return err
	}
	_, err = functions.AddPermission(ctx, &lambda.AddPermissionInput{FunctionName: aws.String("go"), StatementId: aws.String("api"), Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("apigateway.amazonaws.com")})
	if err != nil {
		return err
	}
	gateway := apigateway.NewFromConfig(cfg)
	rest, err := gateway.CreateRestApi(ctx, &apigateway.CreateRestApiInput{Name: aws.String("go")})
	if err != nil {
		return err
	}
	method := aws.String("GET")
	if _, err := gateway.PutMethod(ctx, &apigateway.PutMethodInput{RestApiId: rest.Id, ResourceId: rest.RootResourceId, HttpMethod: method, AuthorizationType: aws.String("NONE")}); err != nil {
		return err
	}
	uri := "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + *function.FunctionArn + "/invocations"
	_, err = gateway.PutIntegration(ctx, &apigateway.PutIntegrationInput{RestApiId: rest.Id, ResourceId: rest.RootResourceId, HttpMethod: method, Type: apigatewaytypes.IntegrationTypeAwsProxy, IntegrationHttpMethod: aws.String("POST"), Uri: aws.String(uri)})
	if err != nil {
		return err
	}
	if _, err := gateway.CreateDeployment(ctx, &apigateway.CreateDeploymentInput{RestApiId: rest.Id, StageName: aws.String("dev")}); err != nil {
		return err
	}
	response, err := http.Get(os.Getenv("AWS_ENDPOINT_URL") + "/_aws/execute-api/" + *rest.Id + "/dev/")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	return same(string(body), "hello /")
}
