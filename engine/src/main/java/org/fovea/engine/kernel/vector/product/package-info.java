/// Matrix products, and convolutions that are one: C = A·B in register tiles, with B in panels and A read where it
/// lies.
///
/// [org.fovea.engine.kernel.vector.product.TiledProduct] is the product that all others come down to, Winograd's too.
/// It cuts C into tiles of a [org.fovea.engine.kernel.vector.product.TileShape]; these are generated. *Tile* is a
/// register tile here.
///
/// - [org.fovea.engine.kernel.vector.product.PackedProduct] and
///   [org.fovea.engine.kernel.vector.product.FewRowsProduct] are the products of matrices,
/// - [org.fovea.engine.kernel.vector.product.ImplicitProduct] and
///   [org.fovea.engine.kernel.vector.product.ImplicitProductGradient] convolutions whose patch matrix is never written
///   (implicit GEMM),
/// - [org.fovea.engine.kernel.vector.product.NineTaps] is what a first layer uses in place of a product with k = 9.
package org.fovea.engine.kernel.vector.product;
