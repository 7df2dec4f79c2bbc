package dev.tactus.bench.peer;

import dev.tactus.bench.BenchFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Statements to prepare a herd with. */
final class Sql {
    private final DataSource dataSource;

    Sql(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param statements one or more, separated by semicolons */
    void run(String statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute(statements);
        } catch (SQLException e) {
            throw new BenchFailure("PostgreSQL refused to prepare the herd: " + e.getMessage(), e);
        }
    }

    /** After a bulk insert: fresh statistics for the planner, and no checkpoint left for the herd to wait for. */
    void tidy() {
        run("vacuum analyze");
        run("checkpoint");
    }
}
