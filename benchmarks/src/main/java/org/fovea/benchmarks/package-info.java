/// How fast it is, measured with JMH.
///
/// ```
/// mvn -q package -DskipTests -pl benchmarks -am
/// java -jar benchmarks/target/benchmarks.jar -l                                    what there is
/// java -jar benchmarks/target/benchmarks.jar MatrixProduct -p shape=512,1024       products, EJML's beside them
/// java -jar benchmarks/target/benchmarks.jar TrainStep -p network=cnn64 -p threads=2
/// java -jar benchmarks/target/benchmarks.jar Inference -rf json -rff inference.json
/// ```
///
/// [ReferenceNetwork] says which networks are measured. [TrainStep], [Inference] and [GradCam] measure what a user
/// waits for; [Convolution], [MatrixProduct] and [Elementwise] what it is made of; [Peak] what the core could do at
/// most. Built with `-Ppeers`, the jar measures PyTorch, ONNX Runtime, DL4J and Deep Netts as well: same name, the
/// peer's name after it, as in `TrainStepPyTorch`. `benchmarks/compare` runs rivals in turn and makes the table of
/// ratios.
///
/// The jar runs on the class path, where every package can be reached, exported or not, and where the Vector API has
/// to be asked for. A manifest cannot do that; therefore each benchmark has
/// `@Fork(jvmArgsPrepend = "--add-modules=jdk.incubator.vector")`, which `-jvmArgsAppend` leaves in place:
/// `-jvmArgsAppend -Dfovea.kernels=scalar` measures the scalar kernels, `-jvmArgsAppend -Dfovea.vectorBits=128`
/// narrower vectors. With `-f 0`, which runs without a fork, give the option to `java` yourself.
@NullMarked
package org.fovea.benchmarks;

import org.jspecify.annotations.NullMarked;
