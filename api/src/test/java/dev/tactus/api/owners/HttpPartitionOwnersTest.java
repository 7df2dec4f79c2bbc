package dev.tactus.api.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.query.Query;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPartitionOwnersTest {
    private static final Query QUERY = new Query.GetSchedule("acme", new UUID(0, 0));
    /** Of what must come, on a machine however slow. */
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Of what does not come. */
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final UUID COMMAND = new UUID(1, 1);
    private static final Outcome APPLIED = new Outcome.Applied(3, Json.object().put("a", 1));

    private final FakeProcessor first = new FakeProcessor(0, 1);
    private final FakeProcessor second = new FakeProcessor(2, 3);
    private HttpPartitionOwners owners = owners(FakeProcessor.TOKEN, first);

    @BeforeEach
    void tell() {
        FakeProcessor.tell(List.of(first, second));
    }

    @AfterEach
    void close() {
        owners.close();
        first.close();
        second.close();
    }

    @Test
    void asksTheOwnerOfEachPartition() {
        for (int partition = 0; partition < 4; partition++) {
            assertThat(owners.query(partition, QUERY).asText()).isEqualTo("from " + partition);
        }
        assertThat(first.asked).hasSize(2);
        assertThat(second.asked).hasSize(2);
    }

    @Test
    void asksAllPartitionsWithOneRequestToEachProcessor() {
        assertThat(owners.queryAll(QUERY))
                .extracting(JsonNode::asText)
                .containsExactly("from 0", "from 1", "from 2", "from 3");
        assertThat(first.asked).containsExactly("/internal/query-all");
        assertThat(second.asked).containsExactly("/internal/query-all");
    }

    @Test
    void followsAPartitionThatMoved() {
        assertThat(owners.query(3, QUERY).asText()).isEqualTo("from 3");
        second.owned.remove(3);
        first.owned.add(3);
        FakeProcessor.tell(List.of(first, second));
        assertThat(owners.query(3, QUERY).asText()).isEqualTo("from 3");
        assertThat(owners.queryAll(QUERY)).hasSize(4);
    }

    @Test
    void followsPartitionsOfAProcessorThatDied() {
        assertThat(owners.queryAll(QUERY)).hasSize(4);
        second.close();
        first.owned.addAll(List.of(2, 3));
        FakeProcessor.tell(List.of(first));
        assertThat(owners.queryAll(QUERY)).hasSize(4);
        assertThat(owners.query(2, QUERY).asText()).isEqualTo("from 2");
    }

    @Test
    void triesTheSeedsInTurn() {
        second.close();
        first.owned.addAll(List.of(2, 3));
        FakeProcessor.tell(List.of(first));
        owners.close();
        owners = owners(FakeProcessor.TOKEN, second, first);
        assertThat(owners.query(0, QUERY).asText()).isEqualTo("from 0");
    }

    @Test
    void aPartitionThatNobodyOwnsIsUnavailable() {
        second.owned.clear();
        FakeProcessor.tell(List.of(first, second));
        assertThat(owners.query(0, QUERY).asText()).isEqualTo("from 0");
        owners.close();
        owners = owners(SHORT, FakeProcessor.TOKEN, first);
        assertThatThrownBy(() -> owners.query(3, QUERY))
                .isInstanceOfSatisfying(
                        PartitionUnavailableException.class,
                        e -> assertThat(e.partition()).isEqualTo(3));
        assertThatThrownBy(() -> owners.queryAll(QUERY)).isInstanceOf(PartitionUnavailableException.class);
    }

    @Test
    void aWrongTokenIsSaid() {
        owners.close();
        owners = owners(SHORT, "wrong", first);
        assertThatThrownBy(() -> owners.query(0, QUERY)).isInstanceOf(PartitionUnavailableException.class);
        assertThat(owners.ready()).isFalse();
    }

    @Test
    void givesTheOutcome() {
        second.outcomes.put(COMMAND.toString(), APPLIED);
        assertThat(owners.outcome(2, COMMAND, LONG)).isEqualTo(APPLIED);
    }

    @Test
    void anOutcomeThatDoesNotComeIsATimeOut() {
        assertThatThrownBy(() -> owners.outcome(2, COMMAND, SHORT))
                .isInstanceOfSatisfying(
                        OutcomeTimeoutException.class,
                        e -> assertThat(e.commandId()).isEqualTo(COMMAND));
    }

    @Test
    void isReadyWhenEveryPartitionHasAnOwner() {
        assertThat(owners.ready()).isTrue();
        second.owned.remove(3);
        FakeProcessor.tell(List.of(first, second));
        owners.close();
        owners = owners(FakeProcessor.TOKEN, first);
        assertThat(owners.ready()).isFalse();
    }

    private static HttpPartitionOwners owners(String token, FakeProcessor... seeds) {
        return owners(LONG, token, seeds);
    }

    private static HttpPartitionOwners owners(Duration timeout, String token, FakeProcessor... seeds) {
        return new HttpPartitionOwners(
                Arrays.stream(seeds).map(FakeProcessor::address).toList(), token, timeout);
    }
}
