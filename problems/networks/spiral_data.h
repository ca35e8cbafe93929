/// The article's spiral: the arms of several classes, wound about the origin.
#pragma once

#include "problems/networks/article_random.h"
#include "problems/networks/classifier.h"

namespace descend {

/// `samples` points on each of `classes` arms, arm after arm, in two dimensions:
///
///   radius r = linspace(0, 1, samples),  angle t = linspace(4 c, 4 c + 4, samples) + 0.2 noise
///   x = (r sin 2.5 t, r cos 2.5 t)
///
/// Noise is a normal rounded to float32 and scaled in float32, angles and points are float64, the
/// points are rounded to float32: bit for bit the article's. Draws samples * classes normals.
Samples<float> spiral_data(Index samples, Index classes, ArticleRandom& random);

}  // namespace descend
