package dev.tactus.standalone;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** For containers, whose image has no curl. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description =
                "Ask a service whether it is well, as in: health http://127.0.0.1:8080/health/ready. Exit code 0 when it"
                        + " answers 200 within 5 s.")
final class HealthCommand implements Callable<Integer> {
    private static final int TIMEOUT_MILLIS = 5_000;

    @Parameters(paramLabel = "URL", description = "What to ask.")
    @SuppressWarnings("NullAway.Init") // Set by picocli: it is required.
    private URI url;

    @Override
    public Integer call() {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new StartFailure(url + " answered " + status);
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure(url + " did not answer (" + e.getMessage() + ")", e);
        }
    }
}
