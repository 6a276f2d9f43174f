package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/// Explains pictures for others: `java --add-modules jdk.incubator.vector -jar spring-boot-1.jar --model=MODEL`.
@SpringBootApplication
public class ExplainApplication {
    public static void main(String[] args) {
        SpringApplication.run(ExplainApplication.class, args);
    }
}
