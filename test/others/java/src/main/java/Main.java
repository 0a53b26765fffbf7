import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

/** Uses the embedded cloud with the AWS SDK for Java. Each line of its output is the result of one step. */
public class Main {
  static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
      "Principal":{"Service":"lambda.amazonaws.com"}}]}""";
  static final String HANDLER =
      "exports.handler = async (event) => ({ statusCode: 200, body: 'hello ' + event.path });";

  interface Step {
    void run() throws Exception;
  }

  static void step(String name, Step run) {
    try {
      run.run();
      System.out.printf("{\"test\":\"%s\",\"outcome\":\"passed\"}%n", name);
    } catch (Exception | AssertionError error) {
      String said = String.valueOf(error).replaceAll("[\"\\\\\\p{Cntrl}]", " ");
      System.out.printf("{\"test\":\"%s\",\"outcome\":\"failed\",\"said\":\"%s\"}%n", name, said);
    }
  }

  static void same(Object got, Object want) {
    if (!got.equals(want)) throw new AssertionError("got " + got + " instead of " + want);
  }

  public static void main(String[] args) {
    step("sts: GetCallerIdentity", () -> same(StsClient.create().getCallerIdentity().account(), "000000000000"));
    step("dynamodb: a table, its waiter, an item and a query in pages", Main::table);
    step(
        "ssm: a parameter",
        () -> {
          SsmClient client = SsmClient.create();
          client.putParameter(r -> r.name("/java/x").value("v").type(ParameterType.SECURE_STRING));
          same(client.getParameter(r -> r.name("/java/x").withDecryption(true)).parameter().value(), "v");
        });
    step("cloudwatch: a metric", Main::metric);
    step("logs: a log event", Main::logEvent);
    step("sns: a topic", () -> SnsClient.create().createTopic(r -> r.name("java")));
    step("iam, lambda, apigateway: a function behind an API", Main::api);
  }

  static void table() {
    DynamoDbClient client = DynamoDbClient.create();
    client.createTable(
        r ->
            r.tableName("java")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    a -> a.attributeName("p").attributeType(ScalarAttributeType.S),
                    a -> a.attributeName("s").attributeType(ScalarAttributeType.N))
                .keySchema(
                    k -> k.attributeName("p").keyType(KeyType.HASH), k -> k.attributeName("s").keyType(KeyType.RANGE)));
    client.waiter().waitUntilTableExists(r -> r.tableName("java"));
    for (int number = 0; number < 5; number++) {
      AttributeValue sort = AttributeValue.fromN(String.valueOf(number));
      client.putItem(r -> r.tableName("java").item(Map.of("p", AttributeValue.fromS("a"), "s", sort)));
    }
    long found =
        client
            .queryPaginator(
                r ->
                    r.tableName("java")
                        .limit(2)
                        .keyConditionExpression("p = :p")
                        .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("a"))))
            .items()
            .stream()
            .count();
    same(found, 5L);
  }

  static void metric() {
    CloudWatchClient client = CloudWatchClient.create();
    client.putMetricData(r -> r.namespace("java").metricData(d -> d.metricName("m").value(3.0)));
    Instant now = Instant.now();
    var found =
        client.getMetricStatistics(
            r ->
                r.namespace("java")
                    .metricName("m")
                    .startTime(now.minusSeconds(3600))
                    .endTime(now.plusSeconds(3600))
                    .period(60)
                    .statistics(Statistic.SUM));
    same(found.datapoints().size(), 1);
  }

  static void logEvent() {
    CloudWatchLogsClient client = CloudWatchLogsClient.create();
    client.createLogGroup(r -> r.logGroupName("/java"));
    client.createLogStream(r -> r.logGroupName("/java").logStreamName("s"));
    long now = Instant.now().toEpochMilli();
    client.putLogEvents(
        r -> r.logGroupName("/java").logStreamName("s").logEvents(e -> e.message("hello").timestamp(now)));
    same(client.filterLogEvents(r -> r.logGroupName("/java")).events().size(), 1);
  }

  static void api() throws Exception {
    String role = IamClient.builder().region(Region.AWS_GLOBAL).build().createRole(r -> r.roleName("java").assumeRolePolicyDocument(TRUST)).role().arn();
    var code = new ByteArrayOutputStream();
    try (var archive = new ZipOutputStream(code)) {
      archive.putNextEntry(new ZipEntry("index.js"));
      archive.write(HANDLER.getBytes(StandardCharsets.UTF_8));
    }
    LambdaClient functions = LambdaClient.create();
    String function =
        functions
            .createFunction(
                r ->
                    r.functionName("java")
                        .role(role)
                        .runtime(Runtime.NODEJS22_X)
                        .handler("index.handler")
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(code.toByteArray()))))
            .functionArn();
    functions.waiter().waitUntilFunctionActiveV2(r -> r.functionName("java"));
    functions.addPermission(
        r ->
            r.functionName("java")
                .statementId("api")
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com"));
    ApiGatewayClient gateway = ApiGatewayClient.create();
    var rest = gateway.createRestApi(r -> r.name("java"));
    String api = rest.id();
    String root = rest.rootResourceId();
    gateway.putMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
    gateway.putIntegration(
        r ->
            r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type(IntegrationType.AWS_PROXY)
                .integrationHttpMethod("POST")
                .uri(
                    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + function + "/invocations"));
    gateway.createDeployment(r -> r.restApiId(api).stageName("dev"));
    var url = URI.create(System.getenv("AWS_ENDPOINT_URL") + "/_aws/execute-api/" + api + "/dev/");
    var response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    same(response.body(), "hello /");
  }
}
