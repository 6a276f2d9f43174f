/// Files of tables that other programs read: Apache Parquet, as Spark, pandas and DuckDB have it.
///
/// [ParquetWriter][org.fovea.facerec.parquet.ParquetWriter] writes one, of
/// [ParquetColumn][org.fovea.facerec.parquet.ParquetColumn]s; [ParquetFile][org.fovea.facerec.parquet.ParquetFile]
/// reads what such a file says of itself. The format is that of
/// [parquet-format](https://github.com/apache/parquet-format), version 1, of which little is needed here: columns
/// without gaps, lists of one length, one row group.
///
/// Why not parquet-java? parquet-hadoop 1.18.1 without its native parts (snappy-java, zstd-jni) takes 11 jars of
/// 10.4 MiB, and its writer asks for classes of Hadoop even where everything of Hadoop is configured away
/// (`ZlibCompressor` of hadoop-common, 4.5 MiB more): all of Fovea's libraries together have 11 MiB. And it cannot
/// stand on a module path, since parquet-common, parquet-column and parquet-hadoop each hold a part of the package
/// `org.apache.parquet`. What is here is held to parquet-java as a reader in the tests.
package org.fovea.facerec.parquet;
