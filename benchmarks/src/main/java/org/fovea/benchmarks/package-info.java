/// How fast it is, measured with JMH.
///
/// ```
/// mvn -q package -DskipTests -pl benchmarks -am
/// java -jar benchmarks/target/benchmarks.jar MatrixProduct
/// java -jar benchmarks/target/benchmarks.jar -h
/// ```
///
/// The jar runs on the class path, where every package can be reached, exported or not, and where the Vector API has
/// to be asked for. A manifest cannot do that; therefore each benchmark has
/// `@Fork(jvmArgsPrepend = "--add-modules=jdk.incubator.vector")`. With `-f 0`, which runs without a fork, give the
/// option to `java` yourself, or the scalar kernels are measured. `-jvmArgsAppend -Dfovea.kernels=scalar` measures
/// them on purpose, `-jvmArgsAppend -Dfovea.vectorBits=128` narrower vectors.
@NullMarked
package org.fovea.benchmarks;

import org.jspecify.annotations.NullMarked;
