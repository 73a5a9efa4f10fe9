package dev.drover.application;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class FlowTests {
    @Autowired
    Groups groups;

    @Test
    void x() throws Exception {
        String name = Groups.newName();
        groups.put(name, Groups.spec(2)).expect(201);
        for (int i = 0; i < 8; i++) {
            Thread.sleep(1500);
            System.out.println(groups.status(name));
        }
        groups.events(name).forEach(System.out::println);
    }
}
