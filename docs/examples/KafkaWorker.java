// A worker that takes its jobs from a topic and reports over HTTP, each with the token that came with it. It needs kafka-clients
// and jackson-databind; ./tactus has both. Against ./tactus dev, which prints where its Kafka is, once the topic exists:
//
//   java -cp "$(cat standalone/target/classpath)" docs/examples/KafkaWorker.java 127.0.0.1:9092 dev.sums http://127.0.0.1:8080
//
// and workflows/create with {"name": "sum", "runner": {"type": "kafka", "topic": "dev.sums"}}

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

class KafkaWorker {
    static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] args) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", args[0],
                "group.id", args[1] + "-workers",
                "auto.offset.reset", "earliest", // jobs from before the first start are done too
                "enable.auto.commit", false);
        StringDeserializer text = new StringDeserializer();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.subscribe(List.of(args[1]));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    work(args[2], JSON.readTree(record.value()));
                }
                consumer.commitSync(); // after the reports: a worker that dies in between does the work again
            }
        }
    }

    static void work(String api, JsonNode job) throws Exception {
        try {
            long sum = 0;
            for (JsonNode number : job.required("params").required("numbers")) {
                sum += number.asLong();
            }
            report(api, job, "complete", "result", JSON.createObjectNode().put("sum", sum));
        } catch (IllegalArgumentException e) {
            report(api, job, "fail", "error", TextNode.valueOf(e.getMessage()));
        }
    }

    static void report(String api, JsonNode job, String how, String field, JsonNode value) throws Exception {
        JsonNode body = JSON.createObjectNode().put("id", job.get("job_id").asText()).set(field, value);
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/v1/jobs/" + how))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + job.get("token").asText())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(job.get("job_id").asText() + " " + how + ": " + answer.statusCode());
        if (answer.statusCode() >= 500) { // 404 and 409 say that the job has ended otherwise; then there is nothing to do
            throw new IllegalStateException(answer.body());
        }
    }
}
