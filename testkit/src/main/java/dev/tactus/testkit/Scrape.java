package dev.tactus.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** A service's metrics as Prometheus reads them, at one moment. */
public final class Scrape {
    private final String text;
    private final Map<String, Double> values = new HashMap<>();

    private Scrape(String text) {
        this.text = text;
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
    }

    /** Reads {@code /observe/metrics} of a server. */
    public static Scrape of(URI server) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(server.resolve("/observe/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(server + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return new Scrape(answer.body());
        } catch (IOException e) {
            throw new AssertionError(server + " tells no metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * A series' value.
     *
     * @param series with its labels, in the order of their names, as in {@code name{a="1",b="2"}}
     */
    public double value(String series) {
        Double value = values.get(series);
        if (value == null) {
            throw new AssertionError("there is no series " + series + " in\n" + text);
        }
        return value;
    }

    /** A series' value, 0 when it is not told. */
    public double valueOrZero(String series) {
        return values.getOrDefault(series, 0.0);
    }

    /** All of it. */
    public String text() {
        return text;
    }
}
