/// Reads and writes ONNX files: protobuf's bytes become messages, the messages a checked graph, and back.
///
/// The messages are those of the official schema (onnx.proto, to release 1.20). They are read field by field with
/// protobuf's `CodedInputStream` and not by generated classes: so every complaint names its byte, every count is held
/// against a bound before memory is taken for it, and weights go from the file into their arrays at once. They are
/// written with `CodedOutputStream` in the same manner, weights from their arrays into the file.
package org.fovea.engine.onnx.proto;
