package dev.tactus.dispatcher.flow;

/**
 * Who may take a place among the calls. Places that neither quick hosts nor the other kind have taken are free room; slow
 * hosts together take at most a quarter of it, and so do hosts of which nothing is known. So whatever the number of hosts
 * that hang, a quick one finds a place, and one that is unknown does soon: those that hang count as slow a second later, and
 * a quarter of what they left is for the next ones.
 *
 * @param running calls at once, in all
 * @param held taken over and not ended, running or waiting
 */
record Room(int running, int held) {
    private static final int QUARTER = 4;

    /** Calls at once, by the speed of their hosts. */
    record Taken(int quick, int unknown, int slow) {
        int all() {
            return quick + unknown + slow;
        }

        /** Whether quick hosts have all of it. */
        boolean isQuick() {
            return unknown + slow == 0;
        }

        /** With so many more of this speed. */
        Taken plus(Speed speed, int more) {
            return switch (speed) {
                case QUICK -> new Taken(quick + more, unknown, slow);
                case UNKNOWN -> new Taken(quick, unknown + more, slow);
                case SLOW -> new Taken(quick, unknown, slow + more);
            };
        }
    }

    /** Whether a further call to a host of this speed may begin. In the smallest room one of a slow host may. */
    boolean hasPlace(Speed speed, Taken taken) {
        if (taken.all() >= running) {
            return false;
        }
        return switch (speed) {
            case QUICK -> true;
            case UNKNOWN -> taken.unknown < (running - taken.quick - taken.slow) / QUARTER || taken.isQuick();
            case SLOW -> taken.slow < (running - taken.quick - taken.unknown) / QUARTER || taken.isQuick();
        };
    }

    /** How many of a tenant may wait for a slow host, when so many hosts are slow: together a quarter of what is held. */
    int mayWaitForSlow(int slowHosts) {
        return Math.max(1, held / QUARTER / Math.max(1, slowHosts));
    }
}
