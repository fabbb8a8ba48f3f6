"""Value types that publishers' data and the assessment both speak: points, hours, premises. No I/O."""
