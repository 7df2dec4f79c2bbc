package dev.tactus.api;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrongInputTest {
    private static RunningApi api;
    private static Map<String, String> ids;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        ids = WrongInput.prepare(api.client("write-key"));
    }

    @AfterAll
    static void close() {
        api.close();
    }

    static List<WrongInput.Row> rows() {
        return WrongInput.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedWithItsPlace(WrongInput.Row row) {
        row.tryOn(api.client("write-key"), ids);
    }
}
