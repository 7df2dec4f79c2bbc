package dev.tactus.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.delivery.DeliveryReport.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "201, DELIVERED",
        "202, DELIVERED",
        "204, DELIVERED",
        "299, DELIVERED",
        "300, REJECTED",
        "301, REJECTED",
        "302, REJECTED",
        "304, REJECTED",
        "307, REJECTED",
        "308, REJECTED",
        "400, REJECTED",
        "401, REJECTED",
        "403, REJECTED",
        "404, REJECTED",
        "407, REJECTED",
        "413, REJECTED",
        "421, REJECTED",
        "422, REJECTED",
        "499, REJECTED",
        "408, RETRY",
        "409, RETRY",
        "425, RETRY",
        "429, RETRY",
        "410, GONE",
        "500, RETRY",
        "501, RETRY",
        "502, RETRY",
        "503, RETRY",
        "504, RETRY",
        "599, RETRY",
        "600, RETRY",
        "199, REJECTED"
    })
    void judgesByStatus(int status, Verdict verdict) {
        assertThat(Verdicts.of(status)).isEqualTo(verdict);
    }
}
