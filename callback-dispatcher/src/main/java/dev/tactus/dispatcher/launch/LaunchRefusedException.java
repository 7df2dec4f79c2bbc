package dev.tactus.dispatcher.launch;

/** The job can't be launched, and another attempt would not help. The message is the job's error. */
final class LaunchRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    LaunchRefusedException(String error) {
        super(error);
        this.error = error;
    }

    String error() {
        return error;
    }
}
