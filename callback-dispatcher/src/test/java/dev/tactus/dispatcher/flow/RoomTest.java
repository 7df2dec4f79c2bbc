package dev.tactus.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.dispatcher.flow.Room.Taken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
    private final Room room = new Room(1_000, 2_000);

    @ParameterizedTest
    @CsvSource(textBlock = """
            # quick, unknown, slow, speed, has a place
            0,     0,   0,   QUICK,   true
            999,   0,   0,   QUICK,   true
            1000,  0,   0,   QUICK,   false
            500,   250, 249, QUICK,   true
            500,   250, 250, QUICK,   false
            0,     249, 0,   UNKNOWN, true
            0,     250, 0,   UNKNOWN, false
            0,     124, 500, UNKNOWN, true
            0,     125, 500, UNKNOWN, false
            800,   49,  0,   UNKNOWN, true
            800,   50,  0,   UNKNOWN, false
            999,   0,   0,   UNKNOWN, true
            998,   0,   1,   UNKNOWN, false
            1000,  0,   0,   UNKNOWN, false
            0,     0,   249, SLOW,    true
            0,     0,   250, SLOW,    false
            600,   0,   99,  SLOW,    true
            600,   0,   100, SLOW,    false
            0,     600, 99,  SLOW,    true
            0,     600, 100, SLOW,    false
            999,   0,   0,   SLOW,    true
            998,   0,   1,   SLOW,    false
            998,   1,   0,   SLOW,    false
            1000,  0,   0,   SLOW,    false
            """)
    void aPlaceIsForWhoHasNotTakenTheShareOfItsSpeed(int quick, int unknown, int slow, Speed speed, boolean has) {
        assertThat(room.hasPlace(speed, new Taken(quick, unknown, slow))).isEqualTo(has);
    }

    @Test
    void theSmallestRoomHasOnePlaceForWhoeverComesFirst() {
        Room small = new Room(1, 1);
        for (Speed speed : Speed.values()) {
            Taken none = new Taken(0, 0, 0);
            assertThat(small.hasPlace(speed, none)).isTrue();
            assertThat(small.hasPlace(speed, none.plus(speed, 1))).isFalse();
        }
        assertThat(small.mayWaitForSlow(3)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "1, 500", "2, 250", "3, 166", "500, 1", "10000, 1"})
    void aQuarterOfWhatIsHeldMayWaitForSlowHosts(int slowHosts, int each) {
        assertThat(room.mayWaitForSlow(slowHosts)).isEqualTo(each);
    }

    /** Each second those that hang are known as slow, and more unknown ones come: for as long as a call may take. */
    @Test
    void wavesOfHostsThatHangLeaveRoom() {
        Taken taken = new Taken(0, 0, 0);
        for (int second = 0; second < 15; second++) {
            while (room.hasPlace(Speed.UNKNOWN, taken)) {
                taken = taken.plus(Speed.UNKNOWN, 1);
            }
            assertThat(room.hasPlace(Speed.QUICK, taken)).isTrue();
            taken = new Taken(0, 0, taken.all());
            assertThat(room.hasPlace(Speed.UNKNOWN, taken)).isTrue();
            assertThat(room.hasPlace(Speed.SLOW, taken)).isFalse();
        }
        assertThat(taken.slow()).isEqualTo(985);
    }
}
